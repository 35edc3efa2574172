import type { CfLines } from "./cf-lines.ts";
import type { CheckList, WideFacts } from "./facts.ts";
import type { ListEntry } from "./lists.ts";

/**
 * check_relay and check_rcpt (a published example of CF-3.7W relay settings; the order of the tests is a conclusion):
 * inside hosts first, then known clients, then recipients that may be reached from anywhere.
 */
export function addCheckRules(lines: CfLines, { checks, userTables, acceptsOfficial }: WideFacts): void {
  if (!checks.restricted) {
    lines.add("Scheck_rcpt\nR$*\t$@ OK", "MAIL_RELAY_RESTRICTION", "CF_TYPE");
    return;
  }
  const add = (text: string, ...variables: readonly string[]): void =>
    lines.add(text.replaceAll("→", "\t"), ...variables);
  const classOf = (name: string, entries: readonly ListEntry[], variable: string): void => {
    for (const { text } of entries) add(`C{${name}}${text}`, variable);
  };
  const lists = (name: string, list: CheckList, addresses: string, names: string): void => {
    classOf(`${name}Ip`, list.networks, addresses);
    classOf(`${name}Name`, list.domains, names);
  };
  lists("Allow", checks.connectAllow, "CHECK_HOST_ALLOW", "CHECK_HOST_ALLOW");
  lists("Deny", checks.connectDeny, "CHECK_HOST_DENY", "CHECK_HOST_DENY");
  lists("Local", checks.localHosts, "LOCAL_HOST_IPADDR", "LOCAL_HOST_DOMAIN");
  lists("Client", checks.clientHosts, "CLIENT_HOST_IPADDR", "CLIENT_HOST_DOMAIN");
  classOf("To", checks.recipientDomains, "ALLOW_RECIPIENT_DOMAIN");
  classOf("To", checks.relayTo, "ALLOW_RELAY_TO");
  classOf("From", checks.relayFrom, "ALLOW_RELAY_FROM");
  const denied = '$#error $@ 5.7.1 $: "550 Access denied"';
  add(`Scheck_relay
R$* $| 127.0.0.1→$@ OK
R$* $| 0→$@ OK
R$* $| $={AllowIp} $*→$@ OK
R$* $={AllowName} $| $*→$@ OK
R$* $| $={DenyIp} $*→${denied}
R$* $={DenyName} $| $*→${denied}`);
  if (checks.connectDefault === "deny") add(`R$*→${denied}`, "CHECK_RELAY_DEFAULT");
  add(`Scheck_rcpt
R$*→$: $>3 $1
R$* < @ $* . > $*→$: $1 < @ $2 > $3`);
  // $j is always in class w; where its users are not taken it is a name like any other.
  if (!acceptsOfficial) add("R$+ < @ $j >→$: $1 < @ $j . OFFICIAL >", "ACCEPT_OFFICIAL");
  add("R$+ < @ $=w >→$@ OK");
  if (userTables.length > 0) add("R$+ < @ $={UserTable} >→$@ OK", "USERTABLE_MAPS");
  add("R$+ < @ $={To} >→$@ OK\nR$+ < @ $* . $={To} >→$@ OK", "ALLOW_RECIPIENT_DOMAIN", "ALLOW_RELAY_TO");
  add(`R$+ < @ $* >→$: < $&{client_addr} > $1 < @ $2 >
R< > $*→$@ OK
R< 0 > $*→$@ OK
R< 127 . $* > $*→$@ OK
R< $={LocalIp} $* > $*→$@ OK
R< $={ClientIp} $* > $*→$@ OK
R< $* > $*→$: < $&{client_name} > $2
R< $={LocalName} > $*→$@ OK
R< $* . $={LocalName} > $*→$@ OK
R< $={ClientName} > $*→$@ OK
R< $* . $={ClientName} > $*→$@ OK
R< localhost > $*→$@ OK`);
  const refused = '$#error $@ 5.7.1 $: "550 Relaying denied"';
  if (checks.relayFrom.length === 0) {
    add(`R$* < @ $* >→${refused}`);
    return;
  }
  // From here on the marked ones are senders, who may be without a domain: they are refused like any other.
  add(
    `R< $* > $*→$: < > $>3 $&f
R< > $* < @ $* . > $*→$: < > $1 < @ $2 > $3
R< > $+ < @ $={From} >→$@ OK
R< > $+ < @ $* . $={From} >→$@ OK
R< > $*→${refused}`,
    "ALLOW_RELAY_FROM",
  );
}
