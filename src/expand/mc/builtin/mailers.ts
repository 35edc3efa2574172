/**
 * What each MAILER(name) writes where it stands: how addresses are written for it, and paths, arguments and flags as
 * cf/README lists their defaults ("MAILERS", "*_MAILER_*" of the OSTYPE section), where Debian's library 8.17 has others
 * (cyrus, fax), those. Rules that only the macros of a .mc bring are in `rules/`.
 */
export const mailers = String.raw`divert(-1)
define(«_modified», «ifdef(«$1_MF_R_», «$1_MF_R_», «translit(«$2», ifdef(«$1_MF_D_», «$1_MF_D_»))«»ifdef(«$1_MF_A_», «$1_MF_A_»)»)»)
define(«_value», «ifdef(«$1», «$1», ««$2»»)»)
define(«_equate», «ifdef(«$1», «$2$1, »)»)
define(«_group», «ifelse(defn(«$1_QGRP»), «», «», « Q=$1_QGRP,»)»)
define(«_more», «_equate(«$1_MAILER_MAX», «M=»)_equate(«$1_MAILER_MAXMSGS», «m=»)_equate(«$1_MAILER_MAXRCPTS», «r=»)_equate(«$1_MAILER_CHARSET», «C=»)»)
define(«_lower», «translit(«$1», «A-Z», «a-z»)»)
define(«_nobody», «R<@>→¤n
R@ <@ ¤*>→¤n
»)
define(«_N_local», «SEnvFromL
_nobody()R¤+→¤: ¤>AddDomain ¤1
ifdef(«_LOCAL_NO_MASQUERADE_», «», «R¤*→¤: ¤>MasqEnv ¤1
»)
SEnvToL
R¤+ < @ ¤* >→¤: ¤1
ifdef(«confUSERDB_SPEC», «», «R¤+ + ¤*→¤: < ¤&{addr_type} > ¤1 + ¤2
R<e s> ¤+ + ¤*→¤: ¤1
R< ¤* > ¤+→¤: ¤2
»)
SHdrFromL
_nobody()R¤+→¤: ¤>AddDomain ¤1
ifdef(«_LOCAL_NO_MASQUERADE_», «», «R¤*→¤: ¤>MasqHdr ¤1
»)
SHdrToL
R¤+→¤: ¤>AddDomain ¤1
ifdef(«_ALL_MASQUERADE_», «ifdef(«_LOCAL_NO_MASQUERADE_», «», «R¤*→¤: ¤>MasqHdr ¤1
»)», «R¤* < @ *LOCAL* > ¤*→¤: ¤1 < @ ¤j . > ¤2
»)
SAddDomain
ifdef(«_ADD_DOMAIN_», «R¤* < @ ¤* > ¤*→¤@ ¤1 < @ ¤2 > ¤3
ifelse(_ADD_DOMAIN_, «», «R¤+→¤@ ¤1 < @ *LOCAL* >
», «_added_domain(_ADD_DOMAIN_)»)»)
Mlocal, P=_value(«LOCAL_MAILER_PATH», «/bin/mail»), F=_modified(«LOCAL», _value(«_DEF_LOCAL_MAILER_FLAGS», «lsDFMAw5:/|@q»)«»_value(«LOCAL_MAILER_FLAGS», «Prmn9»)), S=ifdef(«_LOCAL_LMTP_», «EnvFromSMTP», «EnvFromL»)/HdrFromL, R=EnvToL/HdrToL,_equate(«LOCAL_MAILER_EOL», « E=»)
→_more(«LOCAL»)T=DNS/RFC822/_value(«LOCAL_MAILER_DSN_DIAGNOSTIC_CODE», «X-Unix»),_group(«LOCAL_MAILER»)
→A=_value(«LOCAL_MAILER_ARGS», «mail -d $u»)
Mprog, P=_value(«LOCAL_SHELL_PATH», «/bin/sh»), F=_modified(«SHELL», _value(«_DEF_LOCAL_SHELL_FLAGS», «lsDFMoq»)«»_value(«LOCAL_SHELL_FLAGS», «eu9»)), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, D=_value(«LOCAL_SHELL_DIR», «$z:/»),
→_equate(«LOCAL_MAILER_MAX», «M=»)T=X-Unix/X-Unix/X-Unix,_group(«LOCAL_PROG»)
→A=_value(«LOCAL_SHELL_ARGS», «sh -c $u»)
»)
define(«_asfrom», «ifdef(«_ALL_MASQUERADE_», «EnvToSMTP/HdrFromSMTP», «EnvToSMTP»)»)
define(«_smtpmailer», «M«»_lower(«$1»), P=[IPC], F=_modified(«$1», _value(«_DEF_SMTP_MAILER_FLAGS», «mDFMuX»)$2«»ifdef(«SMTP_MAILER_FLAGS», «SMTP_MAILER_FLAGS»)), S=EnvFromSMTP/HdrFromSMTP, R=_asfrom(), E=\r\n, L=_value(«SMTP_MAILER_LL», «990»),
→_more(«SMTP»)T=DNS/RFC822/SMTP,_group(«$1_MAILER»)
→A=_value(«$1_MAILER_ARGS», «TCP $h»)
»)
define(«_N_smtp», «SMasqSMTP
R¤* < @ ¤* > ¤*→¤@ ¤1 < @ ¤2 > ¤3
R¤+→¤@ ¤1 < @ *LOCAL* >

SPseudoToReal
R< @ ¤+ > ¤*→¤@ < @ ¤1 > ¤2
ifdef(«BITNET_RELAY», «R¤+ <@ ¤+ .BITNET. >→¤: ¤1 % ¤2 .BITNET < @ ¤B >
R¤+.BITNET <@ ¤~[ ¤*:¤+ >→¤: ¤1 .BITNET < @ ¤4 >
»)ifdef(«_NO_UUCP_», «», «R¤+ < @ ¤+ .UUCP. >→¤: < ¤2 ! > ¤1
R¤+ < @ ¤* > ¤*→¤@ ¤1 < @ ¤2 > ¤3
R< ¤&h ! > ¤- ! ¤+→¤@ ¤2 < @ ¤1 .UUCP. >
R< ¤&h ! > ¤-.¤+ ! ¤+→¤@ ¤3 < @ ¤1.¤2 >
R< ¤&h ! > ¤+→¤@ ¤1 < @ ¤&h .UUCP. >
R< ¤+ ! > ¤+→¤: ¤1 ! ¤2 < @ ¤Y >
R¤+ < @ ¤~[ ¤* : ¤+ >→¤@ ¤1 < @ ¤4 >
R¤+ < @ >→¤: ¤1 < @ *LOCAL* >
»)
SEnvFromSMTP
R¤+→¤: ¤>PseudoToReal ¤1
R¤* :; <@>→¤@
R¤*→¤: ¤>MasqSMTP ¤1
R¤+→¤: ¤>MasqEnv ¤1

SEnvToSMTP
R¤+→¤: ¤>PseudoToReal ¤1
R¤+→¤: ¤>MasqSMTP ¤1
R¤* < @ *LOCAL* > ¤*→¤: ¤1 < @ ¤j . > ¤2

SHdrFromSMTP
R¤+→¤: ¤>PseudoToReal ¤1
R:; <@>→¤@
R¤* <@> ¤*→¤@ ¤1 <@> ¤2
R< @ ¤* > ¤*→¤@ < @ ¤1 > ¤2
R¤*→¤: ¤>MasqSMTP ¤1
R¤+→¤: ¤>MasqHdr ¤1

SMasqRelay
R¤+→¤: ¤>MasqSMTP ¤1
R¤+→¤: ¤>MasqHdr ¤1

_smtpmailer(«SMTP», «»)_smtpmailer(«ESMTP», «a»)_smtpmailer(«SMTP8», «8»)_smtpmailer(«DSMTP», «a%»)dnl
Mrelay, P=[IPC], F=_modified(«RELAY», _value(«_DEF_SMTP_MAILER_FLAGS», «mDFMuX»)a8«»ifdef(«RELAY_MAILER_FLAGS», «RELAY_MAILER_FLAGS», «ifdef(«SMTP_MAILER_FLAGS», «SMTP_MAILER_FLAGS»)»)), S=EnvFromSMTP/HdrFromSMTP, R=ifdef(«_ALL_MASQUERADE_», «MasqSMTP/MasqRelay», «MasqSMTP»), E=\r\n, L=_value(«RELAY_MAILER_LL», «2040»),
→_equate(«RELAY_MAILER_CHARSET», «C=»)_equate(«RELAY_MAILER_MAXMSGS», «m=»)_equate(«SMTP_MAILER_MAXRCPTS», «r=»)T=DNS/RFC822/SMTP,_group(«RELAY_MAILER»)
→A=_value(«RELAY_MAILER_ARGS», «TCP $h»)
»)
define(«_N_procmail», «Mprocmail, P=_value(«PROCMAIL_MAILER_PATH», ifdef(«PROCMAIL_PATH», «PROCMAIL_PATH», «/usr/local/bin/procmail»)), F=_modified(«PROCMAIL», DFM«»_value(«PROCMAIL_MAILER_FLAGS», «SPhnu9»)), S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP,
→_equate(«PROCMAIL_MAILER_MAX», «M=»)T=DNS/RFC822/X-Unix,_group(«PROCMAIL_MAILER») A=_value(«PROCMAIL_MAILER_ARGS», «procmail -Y -m $h $f $u»)
»)
define(«_N_cyrus», «Mcyrus, P=_value(«CYRUS_MAILER_PATH», «/usr/sbin/cyrdeliver»), F=_modified(«CYRUS», lsDFMnPq«»_value(«CYRUS_MAILER_FLAGS», «Ah5@/:|»)), S=EnvFromL, R=EnvToL/HdrToL, U=_value(«CYRUS_MAILER_USER», «cyrus:mail»),
→_equate(«CYRUS_MAILER_MAX», «M=»)T=DNS/RFC822/X-Unix,_group(«CYRUS_MAILER») A=_value(«CYRUS_MAILER_ARGS», «cyrdeliver -e -m $h -- $u»)
Mcyrusbb, P=_value(«CYRUS_MAILER_PATH», «/usr/sbin/cyrdeliver»), F=_modified(«CYRUS», lsDFMnP«»_value(«CYRUS_BB_MAILER_FLAGS», «u»)), S=EnvFromL, R=EnvToL/HdrToL, U=_value(«CYRUS_MAILER_USER», «cyrus:mail»),
→_equate(«CYRUS_MAILER_MAX», «M=»)T=DNS/RFC822/X-Unix,_group(«CYRUS_MAILER») A=_value(«CYRUS_BB_MAILER_ARGS», «cyrdeliver -e -m $u»)
»)
define(«_N_cyrusv2», «Mcyrusv2, P=[IPC], F=_modified(«CYRUSV2», _value(«_DEF_CYRUSV2_MAILER_FLAGS», «lsDFMnqXz»)«»_value(«CYRUSV2_MAILER_FLAGS», «A@/:|m»)), S=EnvFromSMTP/HdrFromL, R=EnvToL/HdrToL, E=\r\n,
→_equate(«CYRUSV2_MAILER_MAXMSGS», «m=»)_equate(«CYRUSV2_MAILER_MAXRCPTS», «r=»)_equate(«CYRUSV2_MAILER_CHARSET», «C=»)T=DNS/RFC822/SMTP,_group(«CYRUSV2_MAILER») A=_value(«CYRUSV2_MAILER_ARGS», «FILE /var/run/cyrus/socket/lmtp»)
»)
define(«_bangs», «R:; <@>→¤@
R¤* < @ ¤* . > ¤*→¤1 < @ ¤2 > ¤3
R¤* < @ ¤=w >→¤1
R<@ ¤- . UUCP > : ¤+→¤1 ! ¤2
R<@ ¤+ > : ¤+→¤1 ! ¤2
R¤* < @ ¤- . UUCP >→¤2 ! ¤1
R¤* < @ ¤+ >→¤2 ! ¤1
»)
define(«_fromhere», «R¤&h ! ¤+ ! ¤+→¤@ ¤1 ! ¤2
R¤&h ! ¤+→¤@ ¤&h ! ¤1
R¤+→¤: ¤U ! ¤1
R! ¤+→¤: ¤k ! ¤1
»)
define(«_uucpmailer», «M$1, P=_value(«UUCP_MAILER_PATH», «/usr/bin/uux»), F=_modified(«UUCP», «$2»ifdef(«UUCP_MAILER_FLAGS», «UUCP_MAILER_FLAGS»)), S=$3, R=$4, M=_value(«UUCP_MAILER_MAX», ifdef(«UUCP_MAX_SIZE», «UUCP_MAX_SIZE», «100000»)),
→_equate(«UUCP_MAILER_CHARSET», «C=»)T=X-UUCP/X-UUCP/X-Unix,_group(«UUCP_MAILER») A=_value(«UUCP_MAILER_ARGS», «uux - -r -a$g -gC $h!rmail ($u)»)
»)
define(«_N_uucp», «SFromU
R<@>→¤n
_bangs()_fromhere()
SEnvToU
_bangs()
SHdrToU
_bangs()_fromhere()ifdef(«_MAILER_smtp_», «
SEnvFromUD
R<@>→¤n
R¤*→¤@ ¤>EnvFromSMTP ¤1

SEnvFromUUD
R<@>→¤n
R¤*→¤: ¤>EnvFromSMTP ¤1
R¤* < @ ¤* . > ¤*→¤1 < @ ¤2 > ¤3
R<@ ¤- . UUCP > : ¤+→¤@ ¤1 ! ¤2
R<@ ¤+ > : ¤+→¤@ ¤1 ! ¤2
R¤* < @ ¤- . UUCP >→¤@ ¤2 ! ¤1
R¤* < @ ¤+ >→¤@ ¤2 ! ¤1
»)_into(4)ifdef(«_MAILER_smtp_», «R¤* < @ ¤=Z . UUCP. > ¤*→¤#uucp-uudom ¤@ ¤2 ¤: ¤1 < @ ¤2 .UUCP. > ¤3
»)R¤* < @ ¤=Y . UUCP. > ¤*→¤#uucp-new ¤@ ¤2 ¤: ¤1 < @ ¤2 .UUCP. > ¤3
R¤* < @ ¤=U . UUCP. > ¤*→¤#uucp-old ¤@ ¤2 ¤: ¤1 < @ ¤2 .UUCP. > ¤3
_back()
_uucpmailer(«uucp», «DFMhuUd», «FromU», «EnvToU/HdrToU»)_uucpmailer(«uucp-old», «DFMhuUd», «FromU», «EnvToU/HdrToU»)_uucpmailer(«suucp», «mDFMhuUd», «FromU», «EnvToU/HdrToU»)_uucpmailer(«uucp-new», «mDFMhuUd», «FromU», «EnvToU/HdrToU»)ifdef(«_MAILER_smtp_», «_uucpmailer(«uucp-dom», «mDFMhud», «EnvFromUD/HdrFromSMTP», «_asfrom()»)_uucpmailer(«uucp-uudom», «mDFMhud», «EnvFromUUD/HdrFromSMTP», «_asfrom()»)»)»)
define(«_program», «M$1, P=_value(«$2_MAILER_PATH», «$3»), F=_modified(«$2», $4«»_value(«$2_MAILER_FLAGS», «$5»)),ifelse(«$8», «», «», « $8,»)_equate(«$2_MAILER_MAX», « M=»)
→T=$7,_group(«$2_MAILER») A=_value(«$2_MAILER_ARGS», «$6»)$9
»)
define(«_N_usenet», «_program(«usenet», «USENET», «/usr/lib/news/inews», «», «rsDFMmn», «inews -m -h -n», «X-Usenet/X-Usenet/X-Unix», «S=EnvFromL, R=EnvToL», « $u»)»)
define(«_N_fax», «_into(6)CPFAX
_back()_preset(«FAX_MAILER_MAX», «100000»)_program(«fax», «FAX», «/usr/bin/faxmail», «DFMhu», «», «faxmail -d $u@$h $f», «X-Phone/X-FAX/X-Unix», «S=14, R=24»)»)
define(«_N_pop», «_into(6)CPPOP
_back()_program(«pop», «POP», «/usr/lib/mh/spop», «lsDFMq», «Penu», «pop $u», «DNS/RFC822/X-Unix», «S=EnvFromL, R=EnvToL/HdrToL»)»)
define(«_N_mail11», «define(«_USE_DECNET_SYNTAX_»)_into(3)R¤* < @ ¤=w .DECNET. >→¤#_value(«confLOCAL_MAILER», «local») ¤: ¤1
R¤+ < @ ¤+ .DECNET. >→¤#mail11 ¤@ ¤2 ¤: ¤1
_back()_into(6)CPDECNET
_back()SMail11To
R¤+ < @ ¤- .UUCP >→¤: ¤2 ! ¤1
R¤+ < @ ¤- .DECNET >→¤: ¤2 :: ¤1
R¤+ < @ ¤- .LOCAL >→¤: ¤2 :: ¤1
R¤+ < @ ¤=w. >→¤: ¤2 :: ¤1
R¤=w :: ¤+→¤2
R¤+ :: ¤+→¤@ ¤1 :: ¤2

SMail11From
R¤+→¤: ¤>Mail11To ¤1
R¤w :: ¤+→¤@ ¤w :: ¤1

_program(«mail11», «MAIL11», «/usr/etc/mail11», «», «nsFx», «mail11 $g $x $h $u», «DNS/X-DECnet/X-Unix», «S=Mail11From, R=Mail11To»)»)
define(«_N_phquery», «_program(«ph», «PH», «/usr/local/etc/phquery», «nrDFM», «ehmu», «phquery -- $u», «DNS/RFC822/X-Unix», «S=EnvFromL, R=EnvToL/HdrToL»)»)
define(«_N_qpage», «_preset(«QPAGE_MAILER_MAX», «4096»)_program(«qpage», «QPAGE», «/usr/local/bin/qpage», «», «mDFMs», «qpage -l0 -m -P$u», «DNS/RFC822/X-Unix», «»)»)
define(«_N_xagent», «_program(«xagent», «XAGENT», «/usr/lib/xagent», «», «DFMueXLn», «xagent $h $u», «DNS/RFC822/X-Unix», «S=11/31, R=21/31», «, E=\n»)»)
define(«_N_ssh», «Mssh, P=_value(«SSH_MAILER_PATH», ifdef(«SSH_PATH», «SSH_PATH», «/usr/bin/ssh»)), F=_modified(«SSH», _value(«_DEF_SSH_MAILER_FLAGS», «mDFMuX»)ifdef(«SSH_MAILER_FLAGS», «SSH_MAILER_FLAGS»)), S=EnvFromSMTP/HdrFromSMTP, R=_asfrom(), E=\r\n, L=990,
→_more(«SSH»)T=DNS/RFC822/SMTP,_group(«SSH_MAILER») U=SSH_MAILER_USER, D=SSH_MAILER_DIR, A=_value(«SSH_MAILER_ARGS», «ssh -o BatchMode=yes -o EscapeChar=none -- »_value(«SSH_MAILER_HOST», «$h») _value(«SSH_REMOTE_COMMAND», «/usr/sbin/sendmail -bs»))
»)
divert(0)dnl
`;
