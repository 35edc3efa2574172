/**
 * The cf file for what the macros have noted. It is much shorter than the library's: the usual steps of rulesets 3, 0
 * and 4 (op.me section 5.1; cf/README), masquerading, and who may relay. `«` `»` are m4's quotes, `→` a tab.
 */
export const rules = `divert(0)V10/Berkeley
ifdef(«confDOMAIN_NAME», «Dj«»confDOMAIN_NAME
»)ifdef(«MASQUERADE_NAME», «DM«»MASQUERADE_NAME
»)ifdef(«SMART_HOST», «DS«»SMART_HOST
»)ifdef(«LOCAL_RELAY», «DR«»LOCAL_RELAY
»)ifdef(«MAIL_HUB», «DH«»MAIL_HUB
»)ifdef(«LUSER_RELAY», «DL«»LUSER_RELAY
»)ifdef(«UUCP_RELAY», «DY«»UUCP_RELAY
»)Dn«»ifdef(«confMAILER_NAME», «confMAILER_NAME», ««MAILER»-DAEMON»)
Cwlocalhost
FR«»ifdef(«confCR_FILE», «confCR_FILE», «-o /etc/mail/relay-domains»)
Kdequote dequote
ifdef(«_MSP_», «D{MTAHost}«»_MSP_
»)Kmacro macro
ifdef(«MAILER_TABLE», «Kmailertable MAILER_TABLE
»)ifdef(«VIRTUSER_TABLE», «Kvirtuser VIRTUSER_TABLE
»)ifdef(«GENERICS_TABLE», «Kgenerics GENERICS_TABLE
»)ifdef(«DOMAIN_TABLE», «Kdomaintable DOMAIN_TABLE
»)ifdef(«ACCESS_TABLE», «Kaccess ACCESS_TABLE
»)ifdef(«AUTHINFO_TABLE», «Kauthinfo AUTHINFO_TABLE
»)undivert(11)undivert(5)undivert(6)dnl
OPTIONS_HERE
ifdef(«ALIAS_FILE», «O AliasFile=ALIAS_FILE
»)dnl
O QueueDirectory=ifdef(«QUEUE_DIR», «QUEUE_DIR», «/var/spool/mqueue»)
O HelpFile=ifdef(«HELP_FILE», «HELP_FILE», «/etc/mail/helpfile»)
O StatusFile=ifdef(«STATUS_FILE», «STATUS_FILE», «/etc/mail/statistics»)
ifdef(«_DAEMONS_», «», «O DaemonPortOptions=Name=MTA
»)ifdef(«_NO_MSA_», «», «ifdef(«_NULLCLIENT_», «», «O DaemonPortOptions=Port=587, Name=MSA, M=E
»)»)Troot
Tdaemon
ifdef(«_NO_UUCP_», «», «Tuucp
»)H?P?Return-Path: <$g>
HReceived: ifdef(«confRECEIVED_HEADER», «confRECEIVED_HEADER», «$?sfrom $s $.$?_($?s$|from $.$_)
→$.$?{auth_type}(authenticated$?{auth_ssf} bits=_d(){auth_ssf}$.)
→$.by $j ($v/$Z)$?r with $r$. id $i$?{tls_version}
→(version=_d(){tls_version} cipher=_d(){cipher} bits=_d(){cipher_bits} verify=_d(){verify})$.$?u
→for $u; $|;
→$.$b»)
H?D?Resent-Date: $a
H?D?Date: $a
H?F?Resent-From: $?x$x <$g>$|$g$.
H?F?From: ifdef(«confFROM_HEADER», «confFROM_HEADER», «$?x$x <$g>$|$g$.»)
H?x?Full-Name: $x
H?M?Resent-Message-Id: ifdef(«confMESSAGEID_HEADER», «confMESSAGEID_HEADER», «<$t.$i@$j>»)
H?M?Message-Id: ifdef(«confMESSAGEID_HEADER», «confMESSAGEID_HEADER», «<$t.$i@$j>»)

Scanonify=3
R$@→$@ <@>
R$*→$: $1 <@>
R$* < $* > $* <@>→$: $1 < $2 > $3
R@ $* <@>→$: @ $1
R$* <@>→$: $1
R$* < $* > $*→$2
R@ $+ , $+→@ $1 : $2
R@ $+ : $+→$@ $>Canonify2 < @ $1 > : $2
R$+ @ $+→$: $1 < @ $2 >
R$+ < $+ @ $+ >→$1 $2 < @ $3 >
R$+ < @ $+ >→$@ $>Canonify2 $1 < @ $2 >
ifdef(«_NO_UUCP_», «», «R$- ! $+→$@ $>Canonify2 $2 < @ $1 .UUCP >
»)ifdef(«_NO_PERCENT_», «», «R$* % $*→$1 @ $2
R$* @ $* @ $*→$1 % $2 @ $3
R$* @ $*→$@ $>Canonify2 $1 < @ $2 >
»)R$*→$@ $>Canonify2 $1

SCanonify2=96
R$* < @ localhost > $*→$: $1 < @ $j . > $2
ifdef(«DOMAIN_TABLE», «R$* < @ $+ > $*→$: $1 < @ $(domaintable $2 $: $2 $) > $3
»)undivert(8)dnl
R$* < @ [ $+ ] > $*→$: $1 < @@ [ $2 ] > $3
R$* < @@ $=w > $*→$: $1 < @ $j . > $3
R$* < @@ $+ > $*→$@ $1 < @ $2 > $3
ifdef(«_NO_UUCP_», «», «R$* < @ $+ . UUCP > $*→$: $1 < @ $[ $2 $] . UUCP . > $3
R$* < @ $+ . . UUCP . > $*→$@ $1 < @ $2 . > $3
»)R$* < @ $* .UUCP > $*→$@ $1 < @ $2 .UUCP . > $3
R$* < @ $* > $*→$: $1 < @ $[ $2 $] > $3
R$* < @ $=w > $*→$: $1 < @ $2 . > $3
R$* < @ $j > $*→$: $1 < @ $j . > $2
ifdef(«_VIRTHOSTS_», «R$* < @ $={VirtHost} > $*→$: $1 < @ $2 . > $3
»)R$* < @ $=M > $*→$: $1 < @ $2 . > $3
R$* < @ $* . . > $*→$1 < @ $2 . > $3

Sfinal=4
R$+ :; <@>→$@ $1 :
R$* <@>→$@
R$* < @ $+ . > $*→$1 < @ $2 > $3
R$* < @ *LOCAL* > $*→$1 < @ $j > $2
R$* < $+ > $*→$1 $2 $3
R@ $+ : @ $+ : $+→@ $1 , @ $2 : $3
R$+ @ $+ .UUCP→$2 ! $1

SRecurse=97
R$*→$: $>canonify $1
R$*→$@ $>parse $1

Sparse=0
R$*→$: $>Parse0 $1
R<@>→$#local $: <@>
R$*→$: $>ParseLocal $1
R$*→$: $>Parse1 $1

SParse0
R<@>→$@ <@>
R$* : $* ; <@>→$#error $@ 5.1.3 $: "553 List:; syntax illegal for recipient addresses"
R<@ $+>→$#error $@ 5.1.3 $: "553 User address required"
R$+ <@>→$#error $@ 5.1.3 $: "553 Hostname required"
R$* < @ . $* >→$#error $@ 5.1.2 $: "553 Invalid host name"
ifdef(«_REDIRECT_», «R$* < @ $+ .REDIRECT . >→$#error $@ 5.1.1 $: "551 User has moved; please try " <$1@$2>
R$* < @ $+ .REDIRECT >→$#error $@ 5.1.1 $: "551 User has moved; please try " <$1@$2>
»)R$=L < @ $=w . >→$#local $: @ $1

SParseLocal=98
undivert(3)dnl

SParse1
ifdef(«VIRTUSER_TABLE», «ifdef(«_VIRTHOSTS_», «R$+ < @ $={VirtHost} . >→$: < $(virtuser $1 @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
»)R$+ < @ $=w . >→$: < $(virtuser $1 @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
R< @ > $+ + $* < @ $+ . >→$: < $(virtuser $1 + * @ $3 $@ $1 $@ $2 $@ +$2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ + $* < @ $+ . >→$: < $(virtuser $1 @ $3 $@ $1 $@ $2 $@ +$2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ < @ $+ . >→$: < $(virtuser @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
R< @ > $+→$: $1
R< error : $-.$-.$- : $+ > $*→$#error $@ $1.$2.$3 $: $4
R< error : $- $+ > $*→$#error $@ $(dequote $1 $) $: $2
R< $+ > $+ < @ $+ >→$: $>Recurse $1
»)R$* < @ $=w . >→$#local $: $1
ifdef(«_MAILER_uucp_», «ifdef(«_MAILER_smtp_», «R$* < @ $=Z . UUCP. > $*→$#uucp-uudom $@ $2 $: $1 < @ $2 .UUCP. > $3
»)R$* < @ $=Y . UUCP. > $*→$#uucp-new $@ $2 $: $1 < @ $2 .UUCP. > $3
R$* < @ $=U . UUCP. > $*→$#uucp-old $@ $2 $: $1 < @ $2 .UUCP. > $3
»)ifdef(«UUCP_RELAY», «R$* < @ $* .UUCP . > $*→$: $>MailerToTriple < $Y > $1 < @ $2 .UUCP . > $3
», «ifdef(«_MAILER_uucp_», «R$* < @ $+ .UUCP. > $*→$#ifdef(«confUUCP_MAILER», «confUUCP_MAILER», «uucp-old») $@ $2 $: $1 < @ $2 .UUCP. > $3
»)»)ifdef(«MAILER_TABLE», «R$* < @ $+ > $*→$: < $2 > $1 < @ $2 > $3
R< $+ . > $*→$: < $1 > $2
R< $+ > $*→$: < $(mailertable $1 $: $1 $) > $2
R< $~[ : $* > $*→$>MailerToTriple < $1 : $2 > $3
R< $+ > $*→$: $>Mailertable <$1> $2
»)undivert(4)dnl
R$* < @ [ $+ ] > $*→$#ifdef(«confSMTP_MAILER», «confSMTP_MAILER», «esmtp») $@ [$2] $: $1 < @ [$2] > $3
R$* < @ $+ > $*→$: $>MailerToTriple < $S > $1 < @ $2 > $3
ifdef(«_MAILER_smtp_», «R$* < @ $* > $*→$#ifdef(«confSMTP_MAILER», «confSMTP_MAILER», «esmtp») $@ $2 $: $1 < @ $2 > $3
», «R$* < @ $* > $*→$#error $@ 5.1.2 $: "550 Unrecognized host name " $2
»)R$=L→$#local $: @ $1
R$+→$#local $: $1

ifdef(«MAILER_TABLE», «SMailertable=90
R$* <$- . $+ > $*→$: $1$2 < $(mailertable .$3 $@ $1$2 $: .$3 $) > $4
R$* <$~[ : $* > $*→$>MailerToTriple < $2 : $3 > $4
R$* < . $+ > $*→$@ $>Mailertable $1 . <$2> $3
R$* < $* > $*→$: < $(mailertable . $@ $1$2 $) > $3
R< $~[ : $* > $*→$>MailerToTriple < $1 : $2 > $3
R< $* > $*→$@ $2

»)Slocaladdr=5
undivert(1)dnl
R$+ + $*→$#local $@ + $2 $: $1 + *
R$=L→$@ $1
R$+→$: <$H> $1
R< > $+→$: <$R> $1
R< > $+→$@ $1
R< $+ > $+→$: $>MailerToTriple < $1 > $2 < @ $1 . >

SMailerToTriple=95
R< > $*→$@ $1
R< error : $-.$-.$- : $+ > $*→$#error $@ $1.$2.$3 $: $4
R< error : $- : $+ > $*→$#error $@ $(dequote $1 $) $: $2
R< error : $+ > $*→$#error $: $1
R< local : > $* < @ $* > $*→$#local $: $1
R< local : $+ > $*→$#local $: $1
R< $~[ : $+ @ $+ > $* < $* > $*→$# $1 $@ $3 $: $2<@$3>
R< $~[ : $+ > $*→$# $1 $@ $2 $: $3
R< $=w > $*→$@ $2
R< $+ > $*→$#ifdef(«confRELAY_MAILER», «confRELAY_MAILER», «relay») $@ $1 $: $2

SMasqHdr=93
R$+ < @ *LOCAL* >→$: $1 < @ $j . >
ifdef(«GENERICS_TABLE», «R$+ < @ $=G . >→$: < $(generics $1@$2 $: @ $) > $1 < @ $2 . >
R$+ < @ $j . >→$: < $(generics $1@$j $: $(generics $1 $: @ $) $) > $1 < @ $j . >
R< @ > $*→$: $1
R< $+ @ $+ > $*→$@ $1 < @ $2 . >
R< $+ > $*→$@ $1 < @ *LOCAL* >
»)R$+ < @ $=N . >→$@ $1 < @ $2 . >
ifdef(«MASQUERADE_NAME», «R$=E < @ $=M . >→$@ $1 < @ $2 . >
R$+ < @ ifdef(«_MASQ_ENTIRE_», «$* $=M», «$=M») . >→$: $1 < @ $2 . @ $M >
ifdef(«_LIMITED_MASQ_», «», «R$+ < @ $=w . >→$: $1 < @ $2 . @ $M >
»)R$* < @ $+ @ >→$: $1 < @ $2 >
R$* < @ $+ @ $+ >→$: $1 < @ $3 . >
»)
SMasqEnv=94
ifdef(«_MASQ_ENVELOPE_», «R$+→$@ $>MasqHdr $1
»)R$*→$@ $1

SAddDomain
ifdef(«_ADD_DOMAIN_», «R$* < @ $* > $*→$@ $1 < @ $2 > $3
R$+→$@ $1 < @ *LOCAL* >
»)R$*→$@ $1

SEnvFromL
R<@>→$@ $n
R$+→$: $>AddDomain $1
ifdef(«_LOCAL_NO_MASQ_», «», «R$*→$: $>MasqEnv $1
»)
SEnvToL
R$+ < @ $* >→$: $1

SHdrFromL
R<@>→$@ $n
R$+→$: $>AddDomain $1
ifdef(«_LOCAL_NO_MASQ_», «», «R$*→$: $>MasqHdr $1
»)
SHdrToL
R$+→$: $>AddDomain $1
ifdef(«_ALL_MASQUERADE_», «R$*→$: $>MasqHdr $1
»)
SEnvFromSMTP
R<@>→$@ <@>
R$* < @ $* > $*→$@ $>MasqEnv $1 < @ $2 > $3
R$+→$@ $>MasqEnv $1 < @ *LOCAL* >

SEnvToSMTP
R$* < @ $* > $*→$@ $1 < @ $2 > $3
R$+→$@ $1 < @ *LOCAL* >

SMasqSMTP
R$* < @ $* > $*→$@ $1 < @ $2 > $3
R$+→$@ $1 < @ *LOCAL* >

SHdrFromSMTP
R<@>→$@ <@>
R$* < @ $* > $*→$@ $>MasqHdr $1 < @ $2 > $3
R$+→$@ $>MasqHdr $1 < @ *LOCAL* >

SBasic_check_relay
ifdef(«_RATE_», «R$*→$: $1 $>"RateControl" $1
»)ifdef(«_CONNECTIONS_», «R$*→$: $1 $>"ConnControl" $1
»)undivert(10)dnl

SBasic_check_mail
R<>→$@ <OK>
R< $* @ localhost >→$: < ? $&{client_name} > < $1 @ localhost >
R<? $=w> $*→$: $2
R<? $+> < $+ >→$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R$*→$: <?> $>canonify $1
ifdef(«_UNRESOLVABLE_», «», «R<?> $* < @ $+ . >→<?> $1 < @ $2 >
R<?> $* < @ $+ >→$: <$[ $2 $: PERM $]> $1 < @ $2 >
R<PERM> $*→$#error $@ 5.1.8 $: "553 Domain of sender address does not exist"
»)ifdef(«_UNQUALIFIED_», «», «R<?> $*→$#error $@ 5.5.4 $: "553 Domain name required for sender address"
»)
ifdef(«_PROMISCUOUS_», «», «SBasic_check_rcpt
R$*→$: $1 $| $>Rcpt_ok $1
ifdef(«_BLOCKLIST_», «R$* $| <REJECT>→$#error $@ 5.2.1 $: "550 Mailbox disabled for this recipient"
R<REJECT>→$#error $@ 5.2.1 $: "550 Mailbox disabled for this recipient"
»)R$* $| RELAY→$@ RELAY
R$* $| $*→$: $1 $| $>Relay_ok $1
R$* $| RELAY→$@ RELAY
R$* $| $*→$#error $@ 5.7.1 $: "550 Relaying denied"

SRcpt_ok
R$*→$: $>canonify $1
R$* < @ $+ . >→$1 < @ $2 >
R$+ < @ $=w >→$@ RELAY
ifdef(«_VIRTHOSTS_», «R$+ < @ $={VirtHost} >→$@ RELAY
»)R$+ < @ ifdef(«_RELAY_HOSTS_», «$=R», «$* $=R») >→$@ RELAY
ifdef(«_RELAY_ENTIRE_», «R$+ < @ $* $=m >→$@ RELAY
»)ifdef(«ACCESS_TABLE», «R$+ < @ $+ >→$: <$(access ifdef(«_FULL_ADDRESS_», «To:$1@$2 $: $(access »)To:$2 $: ? $)ifdef(«_FULL_ADDRESS_», « $)»)> $1 < @ $2 >
R<RELAY> $*→$@ RELAY
R<REJECT> $*→$@ <REJECT>
R<$*> $+→$: $2
»)R$+ < @ $+ >→$@ $1 < @ $2 >
R$+→$@ RELAY

SRelay_ok
R$*→$: $&{client_addr}
R$@→$@ RELAY
R0→$@ RELAY
R127.0.0.1→$@ RELAY
R$=R $*→$@ RELAY
ifdef(«ACCESS_TABLE», «R$*→$: <$(access Connect:$1 $: ? $)> $1
R<RELAY> $*→$@ RELAY
R<$*> $*→$: $2
»)R$*→$: [ $1 ]
R[ $=w ]→$@ RELAY
R$*→$: <?> $&{client_name}
R<?> ifdef(«_RELAY_HOSTS_», «$=R», «$* $=R»)→$@ RELAY
ifdef(«_RELAY_ENTIRE_», «R<?> $* $=m→$@ RELAY
»)ifdef(«_RELAY_LOCAL_FROM_», «R$*→$: <?> $>canonify $&f
R<?> $+ < @ $=w . >→<?> $1 < @ $2 >
R<?> $+ < @ $=w >→$@ RELAY
»)R$*→$: $&{auth_type}
R$+→$@ RELAY

»)ifdef(«_DELAY_», «Scheckrelay
R$*→$: $>Basic_check_relay $1

Scheckmail
R$*→$: $>Basic_check_mail $1

Scheckrcpt
R$*→$: $>Basic_check_rcpt $1

Scheck_rcpt
ifelse(_DELAY_, «friend», «R<FRIEND> $+→$@ SPAMFRIEND
», _DELAY_, «hater», «R<HATER> $+→$: $1
»)R$*→$: $1 $| $>checkmail $&f

»)ifdef(«_RATE_», «SRateControl
R$*→$@ OK

»)ifdef(«_CONNECTIONS_», «SConnControl
R$*→$@ OK

»)ifdef(«_PAUSE_», «Sgreet_pause
ifelse(_PAUSE_, «», «R$*→$@
», «ifdef(«ACCESS_TABLE», «R<?> <$*>→$# _PAUSE_
», «R$*→$# _PAUSE_
»)»)
»)ifdef(«_MSP_», «SLocal_localaddr
R$+→$: $>ParseRecipient $1
R$* < @ $+ > $*→$#relay $@ _d(){MTAHost} $: $1 < @ $2 > $3
R$*→$#relay $@ _d(){MTAHost} $: $1 < @ $j >

»)undivert(2)undivert(9)undivert(7)dnl
ifdef(«_MAILER_local_», «», «indir(«_N_local»)»)dnl
`;

/**
 * What each MAILER(name) writes where it stands: paths, arguments and flags as cf/README lists their defaults
 * ("MAILERS", "*_MAILER_*" of the OSTYPE section).
 */
export const mailerMacros = String.raw`divert(-1)
define(«_modified», «ifdef(«$1_MF_R_», «$1_MF_R_», «translit(«$2», ifdef(«$1_MF_D_», «$1_MF_D_», «»))«»ifdef(«$1_MF_A_», «$1_MF_A_»)»)»)
define(«_value», «ifdef(«$1», «defn(«$1»)», ««$2»»)»)
define(«_equate», «ifdef(«$1», «$2«»defn(«$1»), »)»)
define(«_more», «_equate(«$1_MAILER_MAX», «M=»)_equate(«$1_MAILER_MAXMSGS», «m=»)_equate(«$1_MAILER_MAXRCPTS», «r=»)_equate(«$1_MAILER_CHARSET», «C=»)_equate(«$1_MAILER_QGRP», «Q=»)»)
define(«_flagsof», «_modified(«$1», «$2»_value(«$1_MAILER_FLAGS», «$3»))»)
define(«_upper», «translit(«$1», «a-z», «A-Z»)»)
define(«_N_local», «Mlocal, P=_value(«LOCAL_MAILER_PATH», «/bin/mail»), F=_modified(«LOCAL», _value(«_DEF_LOCAL_MAILER_FLAGS», «lsDFMAw5:/|@q»)_value(«LOCAL_MAILER_FLAGS», «Prmn9»)), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL,ifdef(«_LOCAL_LMTP_», « E=\r\n,»)
→_more(«LOCAL»)T=DNS/RFC822/ifdef(«_LOCAL_LMTP_», «SMTP», «X-Unix»), A=_value(«LOCAL_MAILER_ARGS», «mail -d $u»)
Mprog, P=_value(«LOCAL_SHELL_PATH», «/bin/sh»), F=_modified(«SHELL», _value(«_DEF_LOCAL_SHELL_FLAGS», «lsDFMoq»)_value(«LOCAL_SHELL_FLAGS», «eu9»)), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, D=_value(«LOCAL_SHELL_DIR», «$z:/»),
→_equate(«LOCAL_MAILER_MAX», «M=»)T=X-Unix/X-Unix/X-Unix, A=_value(«LOCAL_SHELL_ARGS», «sh -c $u»)
»)
define(«_smtpmailer», «M$1, P=[IPC], F=_modified(_upper(«$1»), mDFMuX$2«»_value(«SMTP_MAILER_FLAGS»)), S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP«»ifdef(«_ALL_MASQUERADE_», «/HdrFromSMTP»), E=\r\n, L=_value(«SMTP_MAILER_LL», «990»),
→_more(«SMTP»)T=DNS/RFC822/SMTP, A=_value(_upper(«$1»)«_MAILER_ARGS», «TCP »_d()«h»)
»)
define(«_N_smtp», «_smtpmailer(«smtp», «»)_smtpmailer(«esmtp», «a»)_smtpmailer(«smtp8», «8»)_smtpmailer(«dsmtp», «a%»)dnl
Mrelay, P=[IPC], F=_modified(«RELAY», mDFMuXa8«»ifdef(«RELAY_MAILER_FLAGS», «RELAY_MAILER_FLAGS», «_value(«SMTP_MAILER_FLAGS»)»)), S=EnvFromSMTP/HdrFromSMTP, R=MasqSMTP«»ifdef(«_ALL_MASQUERADE_», «/HdrFromSMTP»), E=\r\n, L=_value(«RELAY_MAILER_LL», «2040»),
→_equate(«RELAY_MAILER_CHARSET», «C=»)_equate(«RELAY_MAILER_MAXMSGS», «m=»)_equate(«RELAY_MAILER_QGRP», «Q=»)T=DNS/RFC822/SMTP, A=_value(«RELAY_MAILER_ARGS», «TCP $h»)
»)
define(«_N_procmail», «Mprocmail, P=_value(«PROCMAIL_MAILER_PATH», «/usr/local/bin/procmail»), F=_modified(«PROCMAIL», DFM«»_value(«PROCMAIL_MAILER_FLAGS», «SPhnu9»)), S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP,
→_equate(«PROCMAIL_MAILER_MAX», «M=»)T=DNS/RFC822/X-Unix, A=_value(«PROCMAIL_MAILER_ARGS», «procmail -Y -m $h $f $u»)
»)
define(«_N_cyrus», «Mcyrus, P=_value(«CYRUS_MAILER_PATH», «/usr/cyrus/bin/deliver»), F=_modified(«CYRUS», lsDFMnPq«»_value(«CYRUS_MAILER_FLAGS», «Ah5@/:|»)), S=EnvFromL, R=EnvToL/HdrToL, U=_value(«CYRUS_MAILER_USER», «cyrus:mail»),
→_equate(«CYRUS_MAILER_MAX», «M=»)T=DNS/RFC822/X-Unix, A=_value(«CYRUS_MAILER_ARGS», «deliver -e -m $h -- $u»)
Mcyrusbb, P=_value(«CYRUS_BB_MAILER_PATH», «_value(«CYRUS_MAILER_PATH», «/usr/cyrus/bin/deliver»)»), F=lsDFMnP«»_value(«CYRUS_BB_MAILER_FLAGS», «u»), S=EnvFromL, R=EnvToL/HdrToL, U=_value(«CYRUS_MAILER_USER», «cyrus:mail»),
→T=DNS/RFC822/X-Unix, A=_value(«CYRUS_BB_MAILER_ARGS», «deliver -e -m $u»)
»)
define(«_N_cyrusv2», «Mcyrusv2, P=[IPC], F=_modified(«CYRUSV2», lsDFMnqXz«»_value(«CYRUSV2_MAILER_FLAGS», «A@/:|m»)), S=EnvFromSMTP/HdrFromL, R=EnvToL/HdrToL, E=\r\n,
→_more(«CYRUSV2»)T=DNS/RFC822/SMTP, A=_value(«CYRUSV2_MAILER_ARGS», «FILE /var/imap/socket/lmtp»)
»)
define(«_uucpmailer», «M$1, P=_value(«UUCP_MAILER_PATH», «/usr/bin/uux»), F=_modified(«UUCP», «$2»«»_value(«UUCP_MAILER_FLAGS»)), S=$3, R=$4, M=_value(«UUCP_MAILER_MAX», «100000»),
→_equate(«UUCP_MAILER_CHARSET», «C=»)T=X-UUCP/X-UUCP/X-Unix, A=_value(«UUCP_MAILER_ARGS», «uux - -r -a$g -gC $h!rmail ($u)»)
»)
define(«_N_uucp», «_uucpmailer(«uucp», «DFMhuUd», «FromU», «EnvToU/HdrToU»)_uucpmailer(«uucp-old», «DFMhuUd», «FromU», «EnvToU/HdrToU»)_uucpmailer(«suucp», «mDFMhuUd», «FromU», «EnvToU/HdrToU»)_uucpmailer(«uucp-new», «mDFMhuUd», «FromU», «EnvToU/HdrToU»)dnl
ifdef(«_MAILER_smtp_», «_uucpmailer(«uucp-dom», «mDFMhud», «EnvFromUD/HdrFromSMTP», «EnvToSMTP»)_uucpmailer(«uucp-uudom», «mDFMhud», «EnvFromUUD/HdrFromSMTP», «EnvToSMTP»)»)»)
define(«_program», «M$1, P=_value(«$2_MAILER_PATH», «$3»), F=$4«»_value(«$2_MAILER_FLAGS», «$5»), S=EnvFromL, R=EnvToL/HdrToL,_equate(«$2_MAILER_MAX», « M=»)
→T=DNS/RFC822/X-Unix, A=_value(«$2_MAILER_ARGS», «$6»)
»)
define(«_N_usenet», «_program(«usenet», «USENET», «/usr/lib/news/inews», «rsDFMmn», «», «inews -m -h -n $u»)»)
define(«_N_fax», «_program(«fax», «FAX», «/usr/local/lib/fax/mailfax», «DFMhu», «», «mailfax $u $h $f»)»)
define(«_N_pop», «_program(«pop», «POP», «/usr/lib/mh/spop», «lsDFMq», «Penu», «pop $u»)»)
define(«_N_mail11», «_program(«mail11», «MAIL11», «/usr/etc/mail11», «nsFx», «», «mail11 $g $x $h $u»)»)
define(«_N_phquery», «_program(«ph», «PH», «/usr/local/etc/phquery», «nrDFM», «ehmu», «phquery -- $u»)»)
define(«_N_qpage», «_program(«qpage», «QPAGE», «/usr/local/bin/qpage», «mDFMs», «», «qpage -l0 -m -P$u»)»)
define(«_N_xagent», «_program(«xagent», «XAGENT», «/usr/lib/xagent», «DFMueXLn», «», «xagent $h $u»)»)
divert(0)dnl
`;
