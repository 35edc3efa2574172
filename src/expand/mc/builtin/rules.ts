/**
 * The cf file for what the macros have noted. It is much shorter than the library's: the usual steps of rulesets 3, 0
 * and 4 (op.me section 5.1; cf/README), masquerading, and who may relay. `«` `»` are m4's quotes, `→` a tab.
 */
export const rules = String.raw`divert(0)V10/Berkeley
ifdef(«confDOMAIN_NAME», «Dj«»confDOMAIN_NAME
»)ifdef(«MASQUERADE_NAME», «DM«»MASQUERADE_NAME
»)ifdef(«SMART_HOST», «DS«»SMART_HOST
»)ifdef(«LOCAL_RELAY», «DR«»LOCAL_RELAY
»)ifdef(«MAIL_HUB», «DH«»MAIL_HUB
»)ifdef(«LUSER_RELAY», «DL«»LUSER_RELAY
»)ifdef(«UUCP_RELAY», «DY«»UUCP_RELAY
»)Dn«»ifdef(«confMAILER_NAME», «confMAILER_NAME», ««MAILER»-DAEMON»)
Cwlocalhost
CE root
FR-o /etc/mail/relay-domains
Kdequote dequote
Kmacro macro
ifdef(«MAILER_TABLE», «Kmailertable MAILER_TABLE
»)ifdef(«VIRTUSER_TABLE», «Kvirtuser VIRTUSER_TABLE
»)ifdef(«GENERICS_TABLE», «Kgenerics GENERICS_TABLE
»)ifdef(«DOMAIN_TABLE», «Kdomaintable DOMAIN_TABLE
»)ifdef(«ACCESS_TABLE», «Kaccess ACCESS_TABLE
»)ifdef(«AUTHINFO_TABLE», «Kauthinfo AUTHINFO_TABLE
»)undivert(11)undivert(5)undivert(6)dnl
OPTIONS_HERE
O AliasFile=ifdef(«ALIAS_FILE», «ALIAS_FILE», «/etc/mail/aliases»)
O QueueDirectory=ifdef(«QUEUE_DIR», «QUEUE_DIR», «/var/spool/mqueue»)
O HelpFile=ifdef(«HELP_FILE», «HELP_FILE», «/etc/mail/helpfile»)
O StatusFile=ifdef(«STATUS_FILE», «STATUS_FILE», «/etc/mail/statistics»)
ifdef(«_DAEMONS_», «», «O DaemonPortOptions=Name=MTA
»)ifdef(«_NO_MSA_», «», «ifdef(«_NULLCLIENT_», «», «O DaemonPortOptions=Port=587, Name=MSA, M=E
»)»)Troot
Tdaemon
H?P?Return-Path: <$g>
HReceived: ifdef(«confRECEIVED_HEADER», «confRECEIVED_HEADER», «$?sfrom $s $.$?_($?s$|from $.$_)$.by $j ($v/$Z)$?r with $r$. id $i$?u for $u; $|; $.$b»)
H?D?Date: $a
H?F?From: $?x$x <$g>$|$g$.
H?M?Message-Id: <$t.$i@$j>

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
R$* < @ $* .UUCP > $*→$@ $1 < @ $2 .UUCP . > $3
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
ifdef(«UUCP_RELAY», «R$* < @ $* .UUCP . > $*→$: $>MailerToTriple < $Y > $1 < @ $2 .UUCP . > $3
»)ifdef(«MAILER_TABLE», «R$* < @ $+ > $*→$: < $2 > $1 < @ $2 > $3
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
»)R$=E < @ $=M . >→$@ $1 < @ $2 . >
R$=E < @ $=w . >→$@ $1 < @ $2 . >
R$+ < @ $=N . >→$@ $1 < @ $2 . >
R$+ < @ ifdef(«_MASQ_ENTIRE_», «$* $=M», «$=M») . >→$: $1 < @ $2 . @ $M >
ifdef(«_LIMITED_MASQ_», «», «R$+ < @ $=w . >→$: $1 < @ $2 . @ $M >
»)R$* < @ $+ @ >→$: $1 < @ $2 >
R$* < @ $+ @ $+ >→$: $1 < @ $3 . >

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

SHdrFromSMTP
R<@>→$@ <@>
R$* < @ $* > $*→$@ $>MasqHdr $1 < @ $2 > $3
R$+→$@ $>MasqHdr $1 < @ *LOCAL* >

SBasic_check_relay
undivert(10)dnl

SBasic_check_mail
R<>→$@ <OK>
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
»)ifdef(«ACCESS_TABLE», «R$+ < @ $+ >→$: <$(access To:$1@$2 $: $(access To:$2 $: ? $) $)> $1 < @ $2 >
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

»)undivert(2)undivert(9)undivert(7)dnl
ifdef(«_NULLCLIENT_», «», «Mlocal, P=ifdef(«LOCAL_MAILER_PATH», «LOCAL_MAILER_PATH», «/bin/mail»), F=_mailerflags(«LOCAL», «lsDFMAw5:/|@q«»ifdef(«LOCAL_MAILER_FLAGS», «LOCAL_MAILER_FLAGS», «Prmn9»)»), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL,
→T=DNS/RFC822/«»ifdef(«_LMTP_», «SMTP», «X-Unix»), A=ifdef(«LOCAL_MAILER_ARGS», «LOCAL_MAILER_ARGS», «mail -d $u»)
Mprog, P=ifdef(«PROG_MAILER_PATH», «PROG_MAILER_PATH», «/bin/sh»), F=lsDFMoqeu9, S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, D=$z:/,
→T=X-Unix/X-Unix/X-Unix, A=smrsh -c $u
»)ifdef(«_MAILER_smtp_», «_smtpmailer(«smtp», «»)_smtpmailer(«esmtp», «a»)_smtpmailer(«smtp8», «8»)_smtpmailer(«dsmtp», «a%»)», «ifdef(«_NULLCLIENT_», «_smtpmailer(«esmtp», «a»)»)»)dnl
_smtpmailer(«relay», «a8»)dnl
ifdef(«_MAILER_procmail_», «Mprocmail, P=ifdef(«PROCMAIL_MAILER_PATH», «PROCMAIL_MAILER_PATH», «/usr/bin/procmail»), F=DFMmn, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP,
→T=DNS/RFC822/X-Unix, A=ifdef(«PROCMAIL_MAILER_ARGS», «PROCMAIL_MAILER_ARGS», «procmail -Y -m $h $f $u»)
»)ifdef(«_MAILER_cyrus_», «Mcyrus, P=ifdef(«CYRUS_MAILER_PATH», «CYRUS_MAILER_PATH», «/usr/cyrus/bin/deliver»), F=lsDFMnPqA5@/:|, S=EnvFromL, R=EnvToL/HdrToL, U=ifdef(«CYRUS_MAILER_USER», «CYRUS_MAILER_USER», «cyrus:mail»),
→T=DNS/RFC822/X-Unix, A=ifdef(«CYRUS_MAILER_ARGS», «CYRUS_MAILER_ARGS», «deliver -e -m $h -- $u»)
»)ifdef(«_MAILER_cyrusv2_», «Mcyrusv2, P=[IPC], F=ifdef(«CYRUSV2_MAILER_FLAGS», «CYRUSV2_MAILER_FLAGS», «lsDFMnqXzA@/:|m»), S=EnvFromSMTP/HdrFromL, R=EnvToL/HdrToL, E=\r\n,
→T=DNS/RFC822/SMTP, A=ifdef(«CYRUSV2_MAILER_ARGS», «CYRUSV2_MAILER_ARGS», «FILE /var/imap/socket/lmtp»)
»)ifdef(«_MAILER_uucp_», «Msuux, P=/usr/bin/uux, F=mDFMhuU, S=EnvFromSMTP, R=EnvToSMTP, M=ifdef(«UUCP_MAILER_MAX», «UUCP_MAILER_MAX», «100000»),
→T=X-UUCP/X-UUCP/X-Unix, A=uux - -r -z -a$g $h!rmail ($u)
»)`;

/** Two macros that write mailers; here, because their bodies are rules and not notes. */
export const mailerMacros = String.raw`divert(-1)
define(«_mailerflags», «ifdef(«$1_ALL», «$1_ALL», «translit(«$2», ifdef(«$1_LESS», «$1_LESS», «»))«»ifdef(«$1_MORE», «$1_MORE»)»)»)
define(«_upper», «translit(«$1», «a-z», «A-Z»)»)
define(«_smtpmailer», «M$1, P=[IPC], F=_mailerflags(_upper(«$1»), «mDFMuX$2«»ifdef(«SMTP_MAILER_FLAGS», «SMTP_MAILER_FLAGS»)»), S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP«»ifdef(«_ALL_MASQUERADE_», «/HdrFromSMTP»), E=\r\n, L=990,
→T=DNS/RFC822/SMTP, A=ifdef(_upper(«$1»)«_MAILER_ARGS», «indir(_upper(«$1»)«_MAILER_ARGS»)», ««TCP »_d()«h»»)
»)
divert(0)dnl
`;
