/**
 * Rulesets 0 and 5: who delivers (op.me section 5.1; cf/README, "MASQUERADING AND RELAYING", "FEATURES"). In this order:
 * errors of syntax, rules of the site, LDAP, literals, virtual users, local names, the mailertable, UUCP and old networks,
 * the smart host, SMTP.
 */
export const routing = `SRecurse=97
R$*→$: $>canonify $1
R$*→$@ $>parse $1

Sparse=0
R$*→$: $>Parse0 $1
R<@>→$#_L_ $: <@>
R$*→$: $>ParseLocal $1
R$*→$: $>Parse1 $1

SParse0
R<@>→$@ <@>
R$* : $* ; <@>→$#error $@ 5.1.3 $: "553 List:; syntax illegal for recipient addresses"
R@ <@ $* >→< @ $1 >
R<@ $+>→$#error $@ 5.1.3 $: "553 User address required"
R$+ <@>→$#error $@ 5.1.3 $: "553 Hostname required"
R$*→$: <> $1
R<> $* < @ [ $* ] : $+ > $*→$1 < @ [ $2 ] : $3 > $4
R<> $* < @ [ $* ] , $+ > $*→$1 < @ [ $2 ] , $3 > $4
R<> $* < @ [ $* ] $+ > $*→$#error $@ 5.1.2 $: "553 Invalid address"
R<> $* < @ [ $+ ] > $*→$1 < @ [ $2 ] > $3
R<> $* <$* : $* > $*→$#error $@ 5.1.3 $: "553 Colon illegal in host name part"
R<> $*→$1
R$* < @ . $* > $*→$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* .. $* > $*→$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* @ > $*→$#error $@ 5.1.2 $: "553 Invalid route address"
R$* @ $* < @ $* > $*→$#error $@ 5.1.3 $: "553 Invalid route address"
R$* , $~O $*→$#error $@ 5.1.3 $: "553 Invalid route address"
ifdef(«_STRICT_RFC821_», «R$* . < @ $* > $*→$#error $@ 5.1.2 $: "553 Local part must not end with a dot"
R. $* < @ $* > $*→$#error $@ 5.1.2 $: "553 Local part must not begin with a dot"
»)R$* < @ > $*→$@ $>Parse0 $>canonify $1
R< @ $=w . > : $*→$@ $>Parse0 $>canonify $2
R$- < @ $=w . >→$: $(dequote $1 $) < @ $2 . >
R< @ $+ >→$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @ $=w . >→$@ $>Parse0 $>canonify $1 $2 $3
R$-→$: $(dequote $1 $) < @ *LOCAL* >
R< @ *LOCAL* >→$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @ *LOCAL* >→$@ $>Parse0 $>canonify $1 $2 $3
R$* < @ *LOCAL* >→$: $1
ifdef(«_PREFIX_», «_prefixed(«_PREFIX_», «_PREFIX_FLAGS_»)»)
SParse1
ifdef(«_LDAP_», «R$+ < @ $={LDAPRoute} . >→$: $>LDAPExpand <$1 < @ $2 . >> <$1 @ $2> <>
R$+ < @ $={LDAPRouteEquiv} . >→$: $>LDAPExpand <$1 < @ $2 . >> <$1 @ $M> <>
»)ifdef(«_MAILER_smtp_», «R$* < @ [ $+ ] > $*→$: $>ParseLocal $1 < @ [ $2 ] > $3
R$* < @ [ $+ ] > $*→$: $1 < @ [ $2 ] : $S > $3
R$* < @ [ $+ ] : > $*→$#confSMTP_MAILER $@ [$2] $: $1 < @ [$2] > $3
R$* < @ [ $+ ] : $- : $*> $*→$#$3 $@ $4 $: $1 < @ [$2] > $5
R$* < @ [ $+ ] : $+ > $*→$#confSMTP_MAILER $@ $3 $: $1 < @ [$2] > $4
»)ifdef(«_VIRTUSER_TABLE_», «R$+→$: <!> $1
R<!> $+ < @ _under(«_VIRTUSER_ENTIRE_DOMAIN_», «{VirtHost}») . >→$: < $(virtuser $1 @ _got(«_VIRTUSER_ENTIRE_DOMAIN_») $@ $1 $: @ $) > $1 < @ _got(«_VIRTUSER_ENTIRE_DOMAIN_») . >
R<!> $+ < @ $=w . >→$: < $(virtuser $1 @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
_virtdetail(«$+», «$1 + +», «@»)_virtdetail(«$*», «$1 + *», «@»)_virtdetail(«$*», «$1», «@»)_virtdetail(«$+», «+ +», «@»)_virtdetail(«$*», «+ *», «@»)_virtdetail(«$*», «», «!»)R<@> $+ < @ $+ . >→$: < $(virtuser @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
R<@> $+→$: $1
R<!> $+→$: $1
R< error : $-.$-.$- : $+ > $*→$#error $@ $1.$2.$3 $: $4
R< error : $- $+ > $*→$#error $@ $(dequote $1 $) $: $2
R< $+ > $+ < @ $+ >→ifdef(«_NO_VIRTUSER_RECURSION_», «$: $>ParseLocal $>Parse0 $>canonify $1», «$: $>Recurse $1»)
»)ifdef(«_MAILER_usenet_», «R$+ . USENET < @ $=w . >→$#usenet $@ usenet $: $1
»)ifdef(«_STICKY_LOCAL_DOMAIN_», «R$+ < @ $=w . >→$: < $H > $1 < @ $2 . >
R< $+ > $+ < $+ >→$>MailerToTriple < $1 > $2 < $3 >
R< > $+ + $* < $+ >→$#_L_ $: $1 + $2
R< > $+ < $+ >→$#_L_ $: @ $1
», «R$=L < @ $=w . >→$#_L_ $: @ $1
R$+ < @ $=w . >→$#_L_ $: $1
»)ifdef(«_MAILER_TABLE_», «R$* <@ $+ > $*→$: < $2 > $1 < @ $2 > $3
R< $+ . > $*→$: < $1 > $2
R< $+ > $*→$: < $(mailertable $1 $) > $2
R< $~[ : $* > $*→$>MailerToTriple < $1 : $2 > $3
R< $+ > $*→$: $>Mailertable <$1> $2
»)undivert(4)ifdef(«_NO_UUCP_», «», «_uucproute(«V»)_uucproute(«W»)_uucproute(«X»)»)ifdef(«BITNET_RELAY», «R$*<@$+.BITNET.>$*→$: $>MailerToTriple < $B > $1 <@$2.BITNET.> $3
»)ifdef(«DECNET_RELAY», «R$*<@$+.DECNET.>$*→$: $>MailerToTriple < $C > $1 <@$2.DECNET.> $3
»)ifdef(«_MAILER_pop_», «R$+ < @ POP. >→$#pop $: $1
»)ifdef(«_MAILER_fax_», «R$+ < @ $+ .FAX. >→$#fax $@ $2 $: $1
», «ifdef(«FAX_RELAY», «R$*<@$+.FAX.>$*→$: $>MailerToTriple < $F > $1 <@$2.FAX.> $3
»)»)ifdef(«UUCP_RELAY», «R$*<@$*.UUCP.>$*→$: $>MailerToTriple < $Y > $1 <@$2.UUCP.> $3
», «ifdef(«_MAILER_uucp_», «R$* < @ $+ .UUCP. > $*→$#confUUCP_MAILER $@ $2 $: $1 < @ $2 .UUCP. > $3
»)»)ifdef(«_MAILER_usenet_», «R$+ . USENET→$#usenet $@ usenet $: $1
»)ifdef(«_LOCAL_RULES_», «undivert(1)»)R$* < @ $* > $*→$: $>MailerToTriple < $S > $1 < @ $2 > $3
ifdef(«_MAILER_smtp_», «R$* < @$* > $*→$#confSMTP_MAILER $@ $2 $: $1 < @ $2 > $3
», «R$* < @$* > $*→$#error $@ 5.1.2 $: "553 Unrecognized host name " $2
»)R$=L→$#_L_ $: @ $1
R$+→$#_L_ $: $1

SLocal_localaddr
Slocaladdr=5
R$+→$: $1 $| $>"Local_localaddr" $1
R$+ $| $#ok→$@ $1
R$+ $| $#$*→$#$2
R$+ $| $*→$: $1
ifdef(«_PRESERVE_LOCAL_PLUS_DETAIL_», «», «R$+ + *→$#_L_ $@ $&h $: $1
R$+ + $*→$#_L_ $@ + $2 $: $1 + *
»)R$+→$: <> $1
ifdef(«LUSER_RELAY», «ifdef(«_PRESERVE_LOCAL_PLUS_DETAIL_», «R< > $+ + $*→$: < ? $L > <+ $2> $(user $1 $)
R< > $+→$: < ? $L > < > $(user $1 $)
R< ? $* > < $* > $+ <>→$: < > $3 $2
R< ? $* > < $* > $+→$: < $1 > $3 $2
», «R< > $+→$: < $L > $(user $1 $)
R< $* > $+ <>→$: < > $2
»)»)ifdef(«MAIL_HUB», «R< > $+→$: < $H > $1
»)ifdef(«LOCAL_RELAY», «R< > $+→$: < $R > $1
»)ifdef(«_PRESERVE_LOCAL_PLUS_DETAIL_», «R< > $+→$@ $1
», «R< > $+→$: < > < $1 <> $&h >
R< > < $+ <> + $* >→$: < > < $1 + $2 >
R< > < $+ <> $* >→$: < > < $1 >
R< > < $+ + $* > $*→< > < $1 > + $2 $3
R< > < $+ > + $*→$#_L_ $@ $2 $: @ $1
R< > < $+ >→$@ $1
R$+→$: $1 <> $&h
R$+ <> + $*→$: $1 + $2
R$+ <> $*→$: $1
»)R< local : $* > $*→$: $>MailerToTriple < local : $1 > $2
R< error : $* > $*→$: $>MailerToTriple < error : $1 > $2
R< $~[ : $+ > $+→$: $>MailerToTriple < $1 : $2 > $3 < @ $2 >
R< $+ > $+→$@ $>MailerToTriple < $1 > $2 < @ $1 >

ifdef(«_MAILER_TABLE_», «ifdef(«_LDAP_», «SLDAPMailertable
R< $+ > $*→$: < $(mailertable $1 $) > $2
R< $~[ : $* > $*→$>MailerToTriple < $1 : $2 > $3
R< $+ > $*→$: < $1 > $>Mailertable <$1> $2
R< $+ > $#$*→$#$2
R< $+ > $*→$#_R_ $@ $1 $: $2

»)SMailertable=90
R$* <$- . $+ > $*→$: $1$2 < $(mailertable .$3 $@ $1$2 $@ $2 $) > $4
R$* <$~[ : $* > $*→$>MailerToTriple < $2 : $3 > $4
R$* < . $+ > $*→$@ $>Mailertable $1 . <$2> $3
R$* < $* > $*→$: < $(mailertable . $@ $1$2 $) > $3
R< $~[ : $* > $*→$>MailerToTriple < $1 : $2 > $3
R< $* > $*→$@ $2

»)SMailerToTriple=95
R< > $*→$@ $1
R< error : $-.$-.$- : $+ > $*→$#error $@ $1.$2.$3 $: $4
R< error : $- : $+ > $*→$#error $@ $(dequote $1 $) $: $2
R< error : $+ > $*→$#error $: $1
R< local : $* > $*→$>CanonLocal < $1 > $2
R< $~[ : $+ @ $+ > $*<$*>$*→$# $1 $@ $3 $: $2<@$3>
R< $~[ : $+ > $*→$# $1 $@ $2 $: $3
R< $=w > $*→$@ $2
R< $+ > $*→$#_R_ $@ $1 $: $2

SCanonLocal
R< $* > < @ $+ > : $+→$@ $>Recurse $3
R< $* > $+ $=O $+ < @ $+ >→$@ $>Recurse $2 $3 $4
R< $* > $* < @ $* . >→$: < $1 > $2 < @ $3 >
R< > $* < @ $* > $*→$#_L_ $@ $1@$2 $: $1
R< > $+→$#_L_ $@ $1 $: $1
R< $+ @ $+ > $* < @ $* >→$: < $1 > $3 < @ $4 >
R< $+ > $* <@ $* > $*→$#_L_ $@ $2@$3 $: $1
R< $+ > $*→$#_L_ $@ $2 $: $1

SParseLocal=98
undivert(3)
ifdef(«_LDAP_», «_ldaprules()
»)`;
