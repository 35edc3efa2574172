/**
 * The macros of a .mc (cf/README), for when no m4 library is at hand. `«` and `»` stand for m4's quotes. A call only
 * notes what is wanted; `rules.ts` writes the cf file from the notes when all is read.
 */
export const macros = `divert(-1)
changecom
undefine(«format»)
define(«_into», «pushdef(«_was», divnum)divert($1)»)
define(«_back», «divert(_was)popdef(«_was»)»)
define(«_preset», «ifdef(«$1», «», «define(«$1», «$2»)»)»)
define(«_option», «ifdef(«$2», «O $1«»ifelse(defn(«$2»), «», «», «=$2»)
»)»)
define(«_line», «_into($1)$2
_back()»)
define(«VERSIONID», «_line(0, ««##### $1 #####»»)dnl»)
define(«MAIL_SETTINGS_DIR», «/etc/mail/»)
define(«OSTYPE», «define(«__OSTYPE__», «$1»)ifdef(«_O_$1», «indir(«_O_$1»)», «ifelse(«$1», «unknown», «», «errprint(«*** ERROR: OSTYPE($1) is not known without the m4 library
»)»)»)»)
define(«DOMAIN», «ifdef(«_D_$1», «indir(«_D_$1»)», «include(«domain/$1.m4»)»)»)
define(«HACK», «include(«hack/$1.m4»)»)
define(«FEATURE», «ifdef(«_F_$1», «_F_$1(shift($@))», «errprint(«*** ERROR: FEATURE($1) is not known without the m4 library
»)»)»)
define(«MAILER», «ifdef(«_N_$1», «ifdef(«_MAILER_$1_», «», «define(«_MAILER_$1_»)_into(7)indir(«_N_$1»)_back()»)», «errprint(«*** ERROR: MAILER($1) is not known without the m4 library
»)»)»)
define(«LOCAL_CONFIG», «divert(6)»)
define(«LOCAL_RULE_0», «divert(3)»)
define(«LOCAL_RULE_1», «divert(1)»)
define(«LOCAL_RULE_2», «divert(2)»)
define(«LOCAL_RULE_3», «divert(8)»)
define(«LOCAL_RULESETS», «divert(9)»)
define(«LOCAL_NET_CONFIG», «define(«_LOCAL_RULES_», 1)divert(4)»)
define(«MAILER_DEFINITIONS», «divert(7)»)
define(«MASQUERADE_AS», «define(«MASQUERADE_NAME», «$1»)»)
define(«MASQUERADE_DOMAIN», «_line(5, «CM$1»)»)
define(«MASQUERADE_DOMAIN_FILE», «_line(5, «FM$1»)»)
define(«MASQUERADE_EXCEPTION», «_line(5, «CN$1»)»)
define(«MASQUERADE_EXCEPTION_FILE», «_line(5, «FN$1»)»)
define(«EXPOSED_USER», «_line(5, «CE$1»)»)
define(«EXPOSED_USER_FILE», «_line(5, «FE$1»)»)
define(«LOCAL_USER», «_line(5, «CL$1»)»)
define(«LOCAL_USER_FILE», «_line(5, «FL$1»)»)
define(«LOCAL_DOMAIN», «_line(5, «Cw$1»)»)
define(«RELAY_DOMAIN», «_line(5, «CR$1»)»)
define(«RELAY_DOMAIN_FILE», «_line(5, «FR$1»)»)
define(«VIRTUSER_DOMAIN», «define(«_VIRTHOSTS_»)_line(5, «C{VirtHost}$1»)»)
define(«VIRTUSER_DOMAIN_FILE», «define(«_VIRTHOSTS_»)_line(5, «F{VirtHost}$1»)»)
define(«GENERICS_DOMAIN», «_line(5, «CG$1»)»)
define(«GENERICS_DOMAIN_FILE», «_line(5, «FG$1»)»)
define(«CANONIFY_DOMAIN», «_line(5, «C{Canonify}$1»)»)
define(«CANONIFY_DOMAIN_FILE», «_line(5, «F{Canonify}$1»)»)
define(«LDAPROUTE_DOMAIN», «_line(5, «C{LDAPRoute}$1»)»)
define(«LDAPROUTE_DOMAIN_FILE», «_line(5, «F{LDAPRoute}$1»)»)
define(«LDAPROUTE_EQUIVALENT», «_line(5, «C{LDAPRouteEquiv}$1»)»)
define(«TRUST_AUTH_MECH», «_line(5, «C{TrustAuthMech}$1»)»)
define(«UUCPSMTP», «_line(5, «CU$1»)»)
define(«SITE», «_line(5, «CU$1»)»)
define(«SITECONFIG», «include(«siteconfig/$1.m4»)»)
define(«DAEMON_OPTIONS», «_line(5, «O DaemonPortOptions=$1»)define(«_DAEMONS_»)»)
define(«CLIENT_OPTIONS», «_line(5, «O ClientPortOptions=$1»)»)
define(«MAIL_FILTER», «define(«_FILTERS_»)_line(11, «X$1, $2»)»)
define(«INPUT_MAIL_FILTER», «MAIL_FILTER(«$1», «$2»)define(«confINPUT_MAIL_FILTERS», ifdef(«confINPUT_MAIL_FILTERS», «defn(«confINPUT_MAIL_FILTERS»)«, $1»», ««$1»»))»)
define(«QUEUE_GROUP», «_line(5, «Q$1, $2»)»)
define(«_flags», «define(«$1_MF_A_», ifdef(«$1_MF_A_», «defn(«$1_MF_A_»)»)«$2»)»)
define(«MODIFY_MAILER_FLAGS», «ifelse(substr(«$2», 0, 1), «+», «_flags(«$1», substr(«$2», 1))», substr(«$2», 0, 1), «-», «define(«$1_MF_D_», substr(«$2», 1))», «define(«$1_MF_R_», «$2»)»)»)
define(«_table», «define(«$1», ifelse(«$3», «», ««hash /etc/mail/$2»», «$3», «LDAP», ««ldap -1 -v value -k key=%0»», ««$3»»))»)
define(«_D_generic», «define(«confFORWARD_PATH», «$z/.forward.$w+$h:$z/.forward+$h:$z/.forward.$w:$z/.forward»)define(«confMAX_HEADERS_LENGTH», «32768»)FEATURE(«redirect»)FEATURE(«use_cw_file»)EXPOSED_USER(«root»)»)
define(«_F_access_db», «_table(«ACCESS_TABLE», «access», «$1»)ifelse(«$2», «skip», «define(«_SKIP_»)»)ifelse(index(«$*», «lookupdotdomain»), «-1», «», «define(«_DOTS_»)»)ifelse(index(«$*», «relaytofulladdress»), «-1», «», «define(«_FULL_ADDRESS_»)»)»)
define(«_F_mailertable», «_table(«MAILER_TABLE», «mailertable», «$1»)»)
define(«_F_virtusertable», «_table(«VIRTUSER_TABLE», «virtusertable», «$1»)»)
define(«_F_genericstable», «_table(«GENERICS_TABLE», «genericstable», «$1»)»)
define(«_F_domaintable», «_table(«DOMAIN_TABLE», «domaintable», «$1»)»)
define(«_F_authinfo», «_table(«AUTHINFO_TABLE», «authinfo», «$1»)»)
define(«_F_use_cw_file», «_line(5, «Fw«»ifdef(«confCW_FILE», «confCW_FILE», «/etc/mail/local-host-names»)»)»)
define(«_F_use_ct_file», «_line(5, «Ft«»ifdef(«confCT_FILE», «confCT_FILE», «/etc/mail/trusted-users»)»)»)
define(«_F_smrsh», «define(«LOCAL_SHELL_PATH», ifelse(«$1», «», «ifdef(«confEBINDIR», «confEBINDIR», «/usr/libexec»)/smrsh», «$1»))_preset(«LOCAL_SHELL_ARGS», «smrsh -c $u»)»)
define(«_F_local_procmail», «define(«LOCAL_MAILER_PATH», ifelse(«$1», «», «ifdef(«PROCMAIL_MAILER_PATH», «PROCMAIL_MAILER_PATH», «/usr/local/bin/procmail»)», «$1»))define(«LOCAL_MAILER_ARGS», ifelse(«$2», «», ««procmail -a $h -d $u»», ««$2»»))define(«LOCAL_MAILER_FLAGS», ifelse(«$3», «», ««SPfhn9»», ««$3»»))ifdef(«_LOCAL_LMTP_», «undefine(«_LOCAL_LMTP_»)»)»)
define(«_F_local_lmtp», «define(«LOCAL_MAILER_PATH», ifelse(«$1», «», «ifdef(«confEBINDIR», «confEBINDIR», «/usr/libexec»)/mail.local», «$1»))define(«LOCAL_MAILER_ARGS», ifelse(«$2», «», ««mail.local -l»», ««$2»»))define(«LOCAL_MAILER_FLAGS», ««PSXmnz9»»)define(«_LOCAL_LMTP_»)»)
define(«_F_nullclient», «define(«_NULLCLIENT_», «$1»)_preset(«confFROM_HEADER», «<$g>»)define(«_DEF_LOCAL_MAILER_FLAGS», «lsDFM5q»)MASQUERADE_AS(«$1»)define(«_ALL_MASQUERADE_»)define(«_MASQ_ENVELOPE_»)MAILER(«local»)MAILER(«smtp»)»)
define(«_F_msp», «undefine(«ALIAS_FILE»)define(«confDELIVERY_MODE», «i»)define(«confUSE_MSP», «True»)define(«confFORWARD_PATH», «»)define(«confPRIVACY_FLAGS», «goaway,noetrn,restrictqrun»)define(«confDONT_PROBE_INTERFACES», «True»)_preset(«confRUN_AS_USER», «smmsp»)_preset(«confTRUSTED_USER», ifelse(index(confRUN_AS_USER, «:»), «-1», «confRUN_AS_USER», «substr(confRUN_AS_USER, 0, index(confRUN_AS_USER, «:»))»))define(«QUEUE_DIR», ifdef(«MSP_QUEUE_DIR», «MSP_QUEUE_DIR», «/var/spool/clientmqueue»))define(«_MSP_», ifelse(«$1», «», «[localhost]», ««$1»»))ifelse(«$2», «MSA», «define(«RELAY_MAILER_ARGS», «TCP $h 587»)»)_preset(«confPID_FILE», QUEUE_DIR«/sm-client.pid»)define(«confQUEUE_FILE_MODE», «0660»)define(«STATUS_FILE», ifdef(«STATUS_FILE», «patsubst(STATUS_FILE, «sendmail.st.*», «sm-client.st»)», «QUEUE_DIR/sm-client.st»))define(«_NO_MSA_»)ifdef(«_DAEMONS_», «», «DAEMON_OPTIONS(«Name=NoMTA, Addr=127.0.0.1, M=E»)»)define(«_DEF_LOCAL_MAILER_FLAGS», «»)define(«_DEF_LOCAL_SHELL_FLAGS», «»)define(«LOCAL_MAILER_PATH», «[IPC]»)define(«LOCAL_MAILER_FLAGS», «lmDFMuXkw5»)define(«LOCAL_MAILER_ARGS», «TCP $h»)define(«LOCAL_SHELL_PATH», «[IPC]»)define(«LOCAL_SHELL_FLAGS», «lmDFMuXk5»)define(«LOCAL_SHELL_ARGS», «TCP $h»)MODIFY_MAILER_FLAGS(«SMTP», «+k5»)MODIFY_MAILER_FLAGS(«ESMTP», «+k5»)MODIFY_MAILER_FLAGS(«DSMTP», «+k5»)MODIFY_MAILER_FLAGS(«SMTP8», «+k5»)MODIFY_MAILER_FLAGS(«RELAY», «+k»)MAILER(«local»)MAILER(«smtp»)»)
define(«_F_masquerade_envelope», «define(«_MASQ_ENVELOPE_»)»)
define(«_F_masquerade_entire_domain», «define(«_MASQ_ENTIRE_»)»)
define(«_F_allmasquerade», «define(«_ALL_MASQUERADE_»)»)
define(«_F_limited_masquerade», «define(«_LIMITED_MASQ_»)»)
define(«_F_local_no_masquerade», «define(«_LOCAL_NO_MASQ_»)»)
define(«_F_always_add_domain», «define(«_ADD_DOMAIN_»)»)
define(«_F_redirect», «define(«_REDIRECT_»)»)
define(«_F_nouucp», «define(«_NO_UUCP_»)»)
define(«_F_nopercenthack», «define(«_NO_PERCENT_»)»)
define(«_F_nocanonify», «define(«_NO_CANONIFY_»)»)
define(«_F_promiscuous_relay», «define(«_PROMISCUOUS_»)»)
define(«_F_relay_entire_domain», «define(«_RELAY_ENTIRE_»)»)
define(«_F_relay_hosts_only», «define(«_RELAY_HOSTS_»)»)
define(«_F_relay_local_from», «define(«_RELAY_LOCAL_FROM_»)»)
define(«_F_accept_unqualified_senders», «define(«_UNQUALIFIED_»)»)
define(«_F_accept_unresolvable_domains», «define(«_UNRESOLVABLE_»)»)
define(«_F_blocklist_recipients», «define(«_BLOCKLIST_»)»)
define(«_F_blacklist_recipients», «define(«_BLOCKLIST_»)»)
define(«_F_delay_checks», «define(«_DELAY_», ifelse(substr(«$1», 0, 1), «f», «friend», substr(«$1», 0, 1), «h», «hater», «plain»))»)
define(«_F_greet_pause», «define(«_PAUSE_», «$1»)»)
define(«_F_ratecontrol», «define(«_RATE_»)»)
define(«_F_conncontrol», «define(«_CONNECTIONS_»)»)
define(«_F_no_default_msa», «define(«_NO_MSA_»)»)
define(«_d», «$»)
define(«_F_dnsbl», «_into(10)R«»_d()*→_d(): _d()&{client_addr}
R«»_d()-._d()-._d()-._d()-→_d(): <?> _d()(dnsbl _d()4._d()3._d()2._d()1.$1. _d(): OK _d())
R«»<?>OK→_d(): OKSOFAR
R«»<?>_d()+→_d()#error _d()@ 5.7.1 _d(): ifelse(«$2», «», ««"550 Rejected: "»_d()&{client_addr}« listed at $1"»», ««$2»»)
_back()»)
define(«_F_enhdnsbl», «_F_dnsbl(«$1», «$2»)»)
divert(0)dnl
`;

/** Features that change nothing which a cf file without the library's rules could show. */
export const passiveFeatures: readonly string[] = [
  "notsticky",
  "stickyhost",
  "lookupdotdomain",
  "loose_relay_check",
  "relay_based_on_MX",
  "relay_mail_from",
  "generics_entire_domain",
  "virtuser_entire_domain",
  "preserve_local_plus_detail",
  "preserve_luser_host",
  "require_rdns",
  "use_client_ptr",
  "block_bad_helo",
  "badmx",
  "bestmx_is_local",
  "bitdomain",
  "uucpdomain",
  "vnet",
  "ldap_routing",
  "queuegroup",
  "compat_check",
  "check_other",
  "check_cert_altnames",
  "bcc",
  "sts",
  "tls_failures",
  "tls_session_features",
  "rhsbl",
  "mtamark",
  "prefixmod",
  "drac",
  "domainmap",
  "nodns",
];
