import { it } from "vitest";
import { askBoth } from "../../support/ask-both.ts";
import { expectKnownDifference } from "../../support/known-differences.ts";
import { peerSuite } from "../../support/peers/index.ts";

const head = "V10/Berkeley\nMlocal, P=/bin/m, F=lA, S=0, R=0, A=m $u\n";

peerSuite(["sendmail"], "rulesets answer otherwise than sendmail only where the list says so", () => {
  it("leaves out the system's last error behind a message about a rule", async () => {
    const cf = `${head}Kt hash -o /etc/mail/none\nSx\nR$*\t$: $(t $1 $) $1\nR$*\t$: $9\n`;
    const [answer] = await askBoth(cf, ["x a"]);
    expectKnownDifference("errno-behind-rule-errors", answer?.ours, answer?.theirs);
  });

  it("reads dbm maps", async () => {
    const cf = `${head}Kt dbm -o /etc/mail/none\nSx\nR$*\t$: $(t $1 $: no $)\n`;
    const [answer] = await askBoth(cf, ["x a"]);
    expectKnownDifference("dbm-maps-are-read", answer?.ours, answer?.theirs);
  });
});
