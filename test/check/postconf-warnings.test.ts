import { expect, it } from "vitest";
import { checkParameters } from "../../src/postfix/read/check-parameters.ts";
import { readScratch } from "../postfix/read/postfix-directory.ts";
import { peerSuite } from "../support/peers/index.ts";
import { runPeer, scratchDirectory } from "../support/postfix-peer.ts";

const main = `compatibility_level = 3.6
multi_instance_enable = yes
multi_instance_name = postfix-out
myhostname = mail.example.com
office = {office.example}
typo_in_nmae = 1
mua_restrictions = permit_sasl_authenticated, reject
mua_relay = \${mua_restrictions}
relayhost = \${{$myhostname} == {mail.example.com} ? {[smart.example]:587} : {\${unset_name?x}}}
smtpd_restriction_classes = greylist strict
greylist = permit
strict = reject
loose = permit
slow_destination_concurrency_limit = 2
slow_transport_rate_delay = 1s
quick_destination_concurrency_limit = 2
bed_destination_recipient_limit = 1
smtpd_recipient_restrictions = $nowhere_set, reject
`;
const master = `smtp inet n - n - 1 postscreen
smtpd pass - - n - - smtpd
submission inet n - n - - smtpd
  -o { smtpd_client_restrictions = $mua_restrictions }
  -o smtpd_relay_restrictions=$mua_relay
  -o smtpd_nonsense=1
slow unix - - n - - smtp
bed unix - n n - - pipe user=nobody argv=/bin/true
`;

peerSuite(["postfix"], "what check says of parameters beside the real postconf", () => {
  it("names the same unused and undefined ones", () => {
    const scratch = scratchDirectory({ "main.cf": main, "master.cf": master });
    try {
      const { stderr } = runPeer("postconf", ["-c", scratch.path, "-n"]);
      const { stderr: services } = runPeer("postconf", ["-c", scratch.path, "-P"]);
      const theirs = [...(stderr + services).matchAll(/(?:unused|undefined) parameter: (\w+)/g)].map(
        ([, name]) => name,
      );
      const ours = checkParameters(readScratch(scratch.path))
        .filter(({ code }) => code === "PF4010" || code === "PF4013")
        .map(({ message }) => theirs.find((name) => new RegExp(`\\b${name}\\b`).test(message)) ?? message);
      expect([...new Set(ours)].sort()).toEqual([...new Set(theirs)].sort());
      expect(ours.length).toBeGreaterThan(3);
    } finally {
      scratch.remove();
    }
  });
});
