/**
 * Who may send what (cf/README, "ANTI-SPAM CONFIGURATION CONTROL"): check_relay, check_mail, check_rcpt, with the access
 * table in between. `_check` writes the ruleset that asks the person's own Local_check_ rules first.
 */
export const checks = `SCanonAddr
R$*→$: $>Parse0 $>canonify $1

SParseRecipient
R$*→$: <?> $>CanonAddr $1
R<?> $* < @ $* . >→<?> $1 < @ $2 >
R<?> $- < @ $* >→$: <?> $(dequote $1 $) < @ $2 >
R<?> $* $=O $* < @ $* >→$: <NO> $1 $2 $3 < @ $4>
R<?> $*→$@ $1
ifdef(«_RELAY_ENTIRE_DOMAIN_», «R<NO> $* < @ $* $=m >→$: <RELAY> $1 < @ $2 $3 >
»)ifdef(«_RELAY_HOSTS_ONLY_», «R<NO> $* < @ $=R >→$: <RELAY> $1 < @ $2 >
ifdef(«_ACCESS_TABLE_», «R<NO> $* < @ $+ >→$: <$(access To:$2 $: NO $)> $1 < @ $2 >
R<NO> $* < @ $+ >→$: <$(access $2 $: NO $)> $1 < @ $2 >
»)», «R<NO> $* < @ $* $=R >→$: <RELAY> $1 < @ $2 $3 >
ifdef(«_ACCESS_TABLE_», «R<NO> $* < @ $+ >→$: $>D <$2> <NO> <+ To> <$1 < @ $2 >>
R<$+> <$+>→$: <$1> $2
»)»)ifdef(«_RELAY_MX_SERVED_», «R<NO> $* < @ $+ >→$: <MX> < : $(mxserved $2 $) : > < $1 < @$2 > >
R<MX> < : $* <TEMP> : > $*→$#TEMP $@ 4.4.0 $: "450 Can not check MX records for recipient host " $1
R<MX> < $* : $=w. : $* > < $+ >→$: <RELAY> $4
R<MX> < : $* : > < $+ >→$: <NO> $2
»)R<RELAY> $* < @ $* >→$@ $>ParseRecipient $1
R<$+> $*→$@ $2

ifdef(«_AT_ONCE_», «Scheck_relay
»)ifdef(«_RATE_», «ifelse(_RATE_, «now», «R$*→$: $>"RateControl" dummy
»)»)ifdef(«_CONNECTIONS_», «ifelse(_CONNECTIONS_, «now», «R$*→$: $>"ConnControl" dummy
»)»)
_check(«relay», ifdef(«_USE_CLIENT_PTR_», ««R$* $| $*→$: $&{client_ptr} $| $2
»»))SBasic_check_relay
_deferred()ifdef(«_ACCESS_TABLE_», «R$+ $| $+→$: $>D < $1 > <?> <+ Connect> < $2 >
R $| $+→$: $>A < $1 > <?> <+ Connect> <>
R<?> <$+>→$: $>A < $1 > <?> <+ Connect> <>
R<?> <$*>→$: OK
R<$={Accept}> <$*>→$@ $1
_verdicts(« <$*>», «_REJECT_MSG_()»)»)ifdef(«_RATE_», «ifelse(_RATE_, «late», «R$*→$: $>"RateControl" dummy
»)»)ifdef(«_CONNECTIONS_», «ifelse(_CONNECTIONS_, «late», «R$*→$: $>"ConnControl" dummy
»)»)undivert(8)ifdef(«_REQUIRE_RDNS_», «R$*→$: $&{client_addr} $| $&{client_resolve}
R$=R $*→$@ RELAY
R$* $| OK→$@ OK
R$* $| FAIL→$#error $@ 5.7.1 $: 550 Fix reverse DNS for $1
R$* $| TEMP→$#error $@ 4.1.8 $: 451 Client IP address $1 does not resolve
R$* $| FORGED→$#error $@ 4.1.8 $: 451 Possibly forged hostname for $1
»)
_check(«mail»)SBasic_check_mail
_deferred()R$*→$: $1 $| $>"tls_client" $&{verify} $| MAIL
R$* $| $#$+→$#$2
R$* $| $*→$: $1
R<>→$@ <OK>
ifdef(«_ACCEPT_UNQUALIFIED_SENDERS_», «», «R$+→$: <?> $1
R<?><$+>→$: <@> <$1>
R<?>$+→$: <@> <$1>
R$*→$: $&{daemon_flags} $| $1
R$* f $* $| <@> < $* @ $- >→$: < ? $&{client_name} > < $3 @ $4 >
R$* u $* $| <@> < $* >→$: <?> < $3 >
R$* $| $*→$: $2
_loopback(«localhost»)_loopback(«[127.0.0.1]»)_loopback(«[IPv6:0:0:0:0:0:0:0:1]»)_loopback(«[IPv6:::1]»)_loopback(«localhost.$m»)ifdef(«_NO_UUCP_», «», «_loopback(«localhost.UUCP»)»)R<@> $*→$: $1
R<? $=w> $*→$: $2
R<? $+> <$+>→$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R<?> $*→$: $1
»)R$*→$: <?> $>CanonAddr $1
R<?> $* < @ $+ . >→<?> $1 < @ $2 >
R<?> $* < @ $* $=P >→$: <OKR> $1 < @ $2 $3 >
R<?> $* < @ $j >→$: <OKR> $1 < @ $j >
ifdef(«_ACCEPT_UNRESOLVABLE_DOMAINS_», «R<?> $* < @ $+ >→$: <OKR> $1 < @ $2 >
», «R<?> $* < @ $+ >→$: <? $(resolve $2 $: $2 <PERM> $) > $1 < @ $2 >
R<? $* <$->> $* < @ $+ >→$: <$2> $3 < @ $4 >
»)ifdef(«_ACCESS_TABLE_», «R<$+> $+ < @ $* >→$: @<$1> <$2 < @ $3 >> $| <F:$2@$3> <U:$2@> <D:$3>
R<$+> $+→$: @<$1> <$2> $| <U:$2@>
R@ <$+> <$*> $| <$+>→$: <@> <$1> <$2> $| $>SearchList <+ From> $| <$3> <>
R<@> <$+> <$*> $| <$*>→$: <$3> <$1> <$2>
R<?> <$+> <$*>→$: <$1> $2
R<$+> <$+> <$*>→$: <$1> $3
»)ifdef(«_ACCEPT_UNQUALIFIED_SENDERS_», «», «R<?> $*→$: $&{daemon_flags} $| <?> $1
R$* u $* $| <?> $*→$: <OKR> $3
R$* $| $*→$: $2
R<?> $*→$: < ? $&{client_addr} > $1
R<?> $*→$@ <OKR>
R<? $+> $*→$#error $@ 5.5.4 $: "553 Domain name required for sender address " $&f
»)R<?> $*→$: @ $1
R<$={ResOk}> $*→$: @ $2
R<TEMP> $*→$#error $@ 4.1.8 $: "451 Domain of sender address " $&f " does not resolve"
R<PERM> $*→$#error $@ 5.1.8 $: "553 Domain of sender address " $&f " does not exist"
ifdef(«_ACCESS_TABLE_», «R<$={Accept}> $*→$# $1
_verdicts(« $*», «_REJECT_MSG_()»)»)ifdef(«_BADMX_CHK_», «R@ $*<@$+>$*→$: $1<@$2>$3 $| $>BadMX $2
R$* $| $#$*→$#$2

SBadMX
R$+→$:<MX><$1><:$(mxlist $1$):><:>
R<MX><$+><:$*<TEMP>:><$*>→$#error $@ 4.1.2 $: "450 MX lookup failure for "$1
R<MX><$*><:$+:$*><:$*>→<MX><$1><:$3><: $4 $(badmx $2 $):>
R<MX><$*><$*><$*<BADMX>:$*>→$#error $@ 5.1.2 $:"550 Illegal MX record for host "$1
R<MX><$*><$*><$*>→$:<MX><$1><$3><$2>
R<MX><$*><:$+:$*><:$*>→<MX><$1><:$3><:$4 $(dnsA $2 $) :>
R<MX><$*><$*><$*>→$:<MX><$1><$3><$2>
R<MX><$*><:$+:$*><:$*>→<MX><$1><:$3><:$4 $(BadMXIP $2 $) :>
R<MX><$*><$*><$*<BADMXIP>:$*>→$#error $@ 5.1.2 $:"550 Invalid MX record for host "$1
»)
_check(«rcpt»)SBasic_check_rcpt
R<>→$#error $@ nouser $: "553 User address required"
R$@→$#error $@ nouser $: "553 User address required"
_deferred()R$*→$: $1 $| @ $>"Rcpt_ok" $1
R$* $| @ $#TEMP $+→$: $1 $| T $2
R$* $| @ $#$*→$#$2
ifdef(«_PROMISCUOUS_RELAY_», «», «R$* $| @ RELAY→$@ RELAY
R$* $| @ $*→$: O $| $>"Relay_ok" $1
R$* $| T $+→$: T $2 $| $>"Relay_ok" $1
R$* $| $#TEMP $+→$#error $2
R$* $| $#$*→$#$2
R$* $| RELAY→$@ RELAY
RT $+ $| $*→$#error $1
R$*→$#error $@ 5.7.1 $: confRELAY_MSG
»)
SRcpt_ok
ifdef(«_LOOSE_RELAY_CHECK_», «R$*→$: $>CanonAddr $1
R$* < @ $* . >→$1 < @ $2 >
», «R$*→$: $>ParseRecipient $1
»)ifdef(«_BESTMX_», «ifelse(defn(«_BESTMX_»), «», «R$* < @ $* > $*→$: $1 < @ $2 @@ $(bestmx $2 $) > $3
», «R$* < @ $* $=B > $*→$: $1 < @ $2 $3 @@ $(bestmx $2 $3 $) > $4
»)R$* $=O $* < @ $* @@ $=w . > $*→$@ $>"Rcpt_ok" $1 $2 $3
R$* < @ $* @@ $=w . > $*→$: $1 < @ $3 > $4
R$* < @ $* @@ $* > $*→$: $1 < @ $2 > $4
»)ifdef(«_BLOCKLIST_RCPT_», «ifdef(«_ACCESS_TABLE_», «R$*→$: <?> $1
R<?> $+ < @ $=w >→$: <> <$1 < @ $2 >> $| <F:$1@$2> <U:$1@> <D:$2>
R<?> $+ < @ $* >→$: <> <$1 < @ $2 >> $| <F:$1@$2> <D:$2>
R<?> $+→$: <> <$1> $| <U:$1@>
R<> <$*> $| <$+>→$: <@> <$1> $| $>SearchList <+ To> $| <$2> <>
R<@> <$*> $| <$*>→$: <$2> <$1>
R<?> <$*>→$: @ $1
R<$={Accept}> <$*>→$: @ $2
ifdef(«_ACCESS_SKIP_», «R<SKIP> <$*>→$: @ $1
»)_verdicts(« $*», «$@ 5.2.1 $: confRCPTREJ_MSG»)R@ $*→$1
»)»)ifdef(«_PROMISCUOUS_RELAY_», «», «R$*→$: $1 $| $>RelayTLS
R$* $| $# $+→$# $2
R$* $| $*→$: $1
R$*→$: $1 $| $>"Local_Relay_Auth" $&{auth_type}
R$* $| $# $*→$# $2
R$* $| NO→$: $1
R$* $| $*→$: $1 $| $&{auth_type}
R$* $|→$: $1
R$* $| $={TrustAuthMech}→$# RELAY
R$* $| $*→$: $1
ifdef(«_NO_UUCP_», «ifelse(_NO_UUCP_, «r», «R$* ! $* < @ $* >→$: <REMOTE> $2 < @ BANG_PATH >
R$* ! $*→$: <REMOTE> $2 < @ BANG_PATH >
»)»)ifdef(«_NO_PERCENTHACK_», «ifelse(_NO_PERCENTHACK_, «r», «R$* % $* < @ $* >→$: <REMOTE> $1 < @ PERCENT_HACK >
R$* % $*→$: <REMOTE> $1 < @ PERCENT_HACK >
»)»)ifdef(«_RELAY_ENTIRE_DOMAIN_», «R$+ < @ $* $=m >→$@ RELAY
»)R$+ < @ $=w >→$@ RELAY
ifdef(«_RELAY_HOSTS_ONLY_», «R$+ < @ $=R >→$@ RELAY
ifdef(«_ACCESS_TABLE_», «ifdef(«_RELAY_FULL_ADDR_», «R$+ < @ $+ >→$: <$(access To:$1@$2 $: ? $)> <$1 < @ $2 >>
R<?> <$+ < @ $+ >>→$: <$(access To:$2 $: ? $)> <$1 < @ $2 >>
», «R$+ < @ $+ >→$: <$(access To:$2 $: ? $)> <$1 < @ $2 >>
»)R<?> <$+ < @ $+ >>→$: <$(access $2 $: ? $)> <$1 < @ $2 >>
»)», «R$+ < @ $* $=R >→$@ RELAY
ifdef(«_ACCESS_TABLE_», «ifdef(«_RELAY_FULL_ADDR_», «R$+ < @ $+ >→$: $1 < @ $2 > $| $>SearchList <+ To> $| <F:$1@$2> <D:$2> <F:$1@> <>
R$+ < @ $+ > $| <$*>→$: <$3> <$1 <@ $2>>
R$+ < @ $+ > $| $*→$: <$3> <$1 <@ $2>>
», «R$+ < @ $+ >→$: $>D <$2> <?> <+ To> <$1 < @ $2 >>
»)»)»)ifdef(«_ACCESS_TABLE_», «R<RELAY> $*→$@ RELAY
R<$* <TMPF>> $*→$#TEMP $@ 4.3.0 $: _TMPF_MSG_
R<$*> <$*>→$: $2
»)ifdef(«_RELAY_MX_SERVED_», «R$+ < @ $+ >→$: < : $(mxserved $2 $) : > $1 < @ $2 >
R< : $* <TEMP> : > $*→$#TEMP $@ 4.4.0 $: "450 Can not check MX records for recipient host " $1
R<$* : $=w . : $*> $*→$@ RELAY
R< : $* : > $*→$: $2
»)R$*→$: <?> $1
R<?> $* < @ $+ >→$: <REMOTE> $1 < @ $2 >
R<?> $+→$@ RELAY
R<$+> $*→$: $2
»)
ifdef(«_PROMISCUOUS_RELAY_», «», «SRelay_ok
R$*→$: $&{client_addr}
R$@→$@ RELAY
R0→$@ RELAY
R127.0.0.1→$@ RELAY
RIPv6:0:0:0:0:0:0:0:1→$@ RELAY
RIPv6:::1→$@ RELAY
R$=R $*→$@ RELAY
ifdef(«_DRAC_», «R$*→$: <> $(drac $1 $: <?> $1 $)
R<> <?> $+→$: $1
R<> $+→$@ RELAY
RIPv6:$*→$: <> $(drac $1 $: <?> IPv6:$1 $)
R<> <?> $+→$: $1
R<> $+→$@ RELAY
»)ifdef(«_ACCESS_TABLE_», «R$*→$: $>A <$1> <?> <+ Connect> <$1>
R<RELAY> $*→$@ RELAY
R<<TMPF>> $*→$#TEMP $@ 4.3.0 $: _TMPF_MSG_
R<$*> <$*>→$: $2
»)R$*→$: [ $1 ]
R$=w→$@ RELAY
ifdef(«_SENDERS_RELAY_», «R$*→$: <?> $>CanonAddr $&f
R<?> $+ < @ $+ . >→<?> $1 < @ $2 >
ifdef(«_RELAY_LOCAL_FROM_», «R<?> $+ < @ $=w >→$@ RELAY
»)ifdef(«_RELAY_FROM_», «R<?> $+ < @ $+ >→$: <@> $>SearchList <! From> $| <F:$1@$2> ifelse(_RELAY_FROM_, «domain», «ifdef(«_RELAY_HOSTS_ONLY_», «<E:$2>», «<D:$2>»)») <>
R<@> <RELAY>→$@ RELAY
R<@> <<TMPF>>→$#TEMP $@ 4.3.0 $: _TMPF_MSG_
»)»)R$*→$: < $&{client_resolve} >
R<TEMP>→$#TEMP $@ 4.4.0 $: "450 Relaying temporarily denied. Cannot resolve PTR record for " $&{client_addr}
R<FORGED>→$#error $@ 5.7.1 $: "550 Relaying denied. IP name possibly forged " $&{client_name}
R<FAIL>→$#error $@ 5.7.1 $: "550 Relaying denied. IP name lookup failed " $&{client_name}
R$*→$: <@> $&{client_name}
R<@> $* $=P→$:<?> $1 $2
R<@> $+→$:<?> $[ $1 $]
R$* .→$1
ifdef(«_RELAY_ENTIRE_DOMAIN_», «R<?> $* $=m→$@ RELAY
»)R<?> $=w→$@ RELAY
ifdef(«_RELAY_HOSTS_ONLY_», «R<?> $=R→$@ RELAY
ifdef(«_ACCESS_TABLE_», «R<?> $*→$: <$(access Connect:$1 $: ? $)> <$1>
R<?> <$*>→$: <$(access $1 $: ? $)> <$1>
»)», «R<?> $* $=R→$@ RELAY
ifdef(«_ACCESS_TABLE_», «R<?> $*→$: $>D <$1> <?> <+ Connect> <$1>
»)»)ifdef(«_ACCESS_TABLE_», «R<RELAY> $*→$@ RELAY
R<$* <TMPF>> $*→$#TEMP $@ 4.3.0 $: _TMPF_MSG_
R<$*> <$*>→$: $2
»)»)
ifdef(«_DELAY_», «SFullAddr
R$* <@ $+ . >→$1 <@ $2 >
R$* <@ $* >→$@ $1 <@ $2 >
R$+→$@ $1 <@ $j >

Scheck_rcpt
R$+→$: $1 $| $>checkrcpt $1
R$+ $| $#error $*→$#error $2
R$+ $| $#discard $*→$#discard $2
R$+ $| $#$*→$@ $2
R$+ $| $*→$: <?> $>FullAddr $>CanonAddr $1
ifelse(_DELAY_, «plain», «», «R<?> $+ < @ $=w >→$: <> $1 < @ $2 > $| <F: $1@$2 > <D: $2 > <U: $1@>
R<?> $+ < @ $* >→$: <> $1 < @ $2 > $| <F: $1@$2 > <D: $2 >
R<> $* $| <$+>→$: <@> $1 $| $>SearchList <! Spam> $| <$2> <>
R<@> $* $| $*→$: $2 $1
»)ifelse(_DELAY_, «friend», «R<FRIEND> $+→$@ SPAMFRIEND
R<$*> $+→$: $2
», _DELAY_, «hater», «R<HATER> $+→$: $1
R<$*> $+→$@ NOSPAMHATER
»)R$*→$: $1 $| $>checkmail ifdef(«_FFR_MAIL_MACRO», «$&{mail_from}», «<$&f>»)
R$* $| $#$*→$#$2
R$* $| $*→$: $1 $| $>checkrelay $&{client_name} $| $&{client_addr}
R$* $| $#$*→$#$2
R$* $| $*→$: $1
»)ifdef(«_BLOCK_BAD_HELO_», «R$*→$: $1 $| <$&{auth_authen}>
R$* $| <$+>→$: $1
R$* $| <$*>→$: $1 $| <$&{client_addr}> [$&s]
R$* $| <$=R $*> [$*]→$: $1
R$* $| <0> [$*]→$: $1
R$* $| <$*> $=w→$#error $@ 5.7.1 $:"550 bogus HELO name used: " $&s
R$* $| <$*> [$=w]→$#error $@ 5.7.1 $:"550 bogus HELO name used: " $&s
R$* $| <$*> [$+.$+]→$: $1
R$* $| <$*> [IPv6:$+]→$: $1
R$* $| <$*> [$*]→$#error $@ 5.7.1 $:"550 bogus HELO name used: " $&s
R$* $| $*→$: $1
»)
`;
