/**
 * The first part of the cf file that the built-in macros write: names, classes, maps, options, headers (op.me section 5;
 * cf/README). `«` `»` are m4's quotes, `→` a tab; `OPTIONS_HERE` is replaced by the options of all conf variables.
 */
export const symbols = `divert(-1)
ifdef(«_MAILER_local_», «», «MAILER(«local»)»)
_preset(«confSMTP_MAILER», «esmtp»)
_preset(«confLOCAL_MAILER», «local»)
_preset(«confUUCP_MAILER», «uucp-old»)
_preset(«confRELAY_MAILER», ifdef(«_MAILER_smtp_», «relay», «ifdef(«_MAILER_uucp_», «uucp-new», «unknown»)»))
ifdef(«confMESSAGE_TIMEOUT», «ifelse(index(confMESSAGE_TIMEOUT, /), «-1», «define(«confTO_QUEUERETURN», confMESSAGE_TIMEOUT)», «define(«confTO_QUEUERETURN», substr(confMESSAGE_TIMEOUT, 0, index(confMESSAGE_TIMEOUT, /)))define(«confTO_QUEUEWARN», substr(confMESSAGE_TIMEOUT, incr(index(confMESSAGE_TIMEOUT, /))))»)»)
ifelse(defn(«confDAEMON_OPTIONS»), «», «», «DAEMON_OPTIONS(«confDAEMON_OPTIONS»)»)
ifelse(defn(«confCLIENT_OPTIONS»), «», «», «CLIENT_OPTIONS(«confCLIENT_OPTIONS»)»)
_preset(«confRELAY_MSG», «ifdef(«_USE_AUTH_», «"550 Relaying denied. Proper authentication required."», «"550 Relaying denied"»)»)
_preset(«confRCPTREJ_MSG», «"550 Mailbox disabled for this recipient"»)
_preset(«confFROM_HEADER», «$?x$x <$g>$|$g$.»)
_preset(«confMESSAGEID_HEADER», «<$t.$i@$j>»)
define(«_L_», «confLOCAL_MAILER»)
define(«_R_», «confRELAY_MAILER»)
ifdef(«DECNET_RELAY», «define(«_USE_DECNET_SYNTAX_»)»)
divert(0)
V10«»ifdef(«NO_VENDOR», «», «/ifdef(«VENDOR_NAME», «VENDOR_NAME», «Berkeley»)»)
_option(«DontBlameSendmail», «confDONT_BLAME_SENDMAIL»)_option(«LDAPDefaultSpec», «confLDAP_DEFAULT_SPEC»)ifdef(«confLDAP_CLUSTER», «D{sendmailMTACluster}«»confLDAP_CLUSTER
»)Cwlocalhost
ifdef(«USE_CW_FILE», «Fw«»confCW_FILE
»)ifdef(«confDOMAIN_NAME», «Dj«»confDOMAIN_NAME
»)CP.
ifdef(«UUCP_RELAY», «DY«»UUCP_RELAY
CPUUCP
»)ifdef(«BITNET_RELAY», «DB«»BITNET_RELAY
CPBITNET
»)ifdef(«DECNET_RELAY», «DC«»DECNET_RELAY
CPDECNET
»)ifdef(«FAX_RELAY», «DF«»FAX_RELAY
CPFAX
»)DS«»ifdef(«SMART_HOST», «SMART_HOST»)
ifdef(«LUSER_RELAY», «Kuser user -m -a<>
DL«»LUSER_RELAY
»)CO @«»ifdef(«_NO_PERCENTHACK_», «», « %»)«»ifdef(«_NO_UUCP_», «», « !»)
C..
C[[
ifdef(«_ACCESS_TABLE_», «C{Accept}OK RELAY
»)ifdef(«_ACCEPT_UNRESOLVABLE_DOMAINS_», «», «Kresolve host -a<OKR> -T<TEMP>
»)C{ResOk}OKR
ifdef(«confCR_FILE», «FR«»confCR_FILE
»)Karith arith
Kmacro macro
ifdef(«_ACCESS_TABLE_», «C{Tls}VERIFY ENCR
C{TlsVerified}OK TRUSTED
C{Src}E F D U«»ifdef(«_CONTROL_», « A»)
»)ifdef(«LOCAL_RELAY», «DR«»LOCAL_RELAY
»)ifdef(«MAIL_HUB», «DH«»MAIL_HUB
»)Kdequote dequote«»ifdef(«confDEQUOTE_OPTS», « confDEQUOTE_OPTS»)
undivert(5)ifdef(«_VIRTHOSTS_», «CR$={VirtHost}
»)ifdef(«MASQUERADE_NAME», «DM«»MASQUERADE_NAME
»)ifdef(«confMAILER_NAME», «Dn«»confMAILER_NAME
»)undivert(6)ifdef(«confCF_VERSION», «DZ«»confCF_VERSION
»)dnl
OPTIONS_HERE
_option(«AliasFile», «ALIAS_FILE»)_option(«StatusFile», «STATUS_FILE»)O HelpFile=ifdef(«HELP_FILE», «HELP_FILE», «MAIL_SETTINGS_DIR«»helpfile»)
O QueueDirectory=ifdef(«QUEUE_DIR», «QUEUE_DIR», «/var/spool/mqueue»)
ifelse(confTIME_ZONE, «USE_SYSTEM», «», confTIME_ZONE, «USE_TZ», «O TimeZoneSpec=
», «O TimeZoneSpec=confTIME_ZONE
»)ifdef(«_DAEMONS_», «undivert(12)», «ifdef(«_NETINET6_», «O DaemonPortOptions=Name=MTA-v4, Family=inet
O DaemonPortOptions=Name=MTA-v6, Family=inet6
», «O DaemonPortOptions=Name=MTA
»)»)ifdef(«_NO_MSA_», «», «O DaemonPortOptions=Port=587, Name=MSA, M=E
»)undivert(13)ifdef(«_OPMODES_», «C{SMTPOpModes} s d D
»)undivert(14)Pfirst-class=0
Pspecial-delivery=100
Plist=-30
Pbulk=-60
Pjunk=-100
ifdef(«_USE_CT_FILE_», «Ft«»ifdef(«confCT_FILE», «confCT_FILE», «MAIL_SETTINGS_DIR«»trusted-users»)
»)Troot
Tdaemon
ifdef(«_NO_UUCP_», «», «Tuucp
»)ifdef(«confTRUSTED_USERS», «T«»confTRUSTED_USERS
»)H?P?Return-Path: <$g>
HReceived: confRECEIVED_HEADER
H?D?Resent-Date: $a
H?D?Date: $a
H?F?Resent-From: confFROM_HEADER
H?F?From: confFROM_HEADER
H?x?Full-Name: $x
H?M?Resent-Message-Id: confMESSAGEID_HEADER
H?M?Message-Id: confMESSAGEID_HEADER

`;
