/**
 * The macros of a .mc (cf/README), for when no m4 library is at hand. A call only notes what is wanted, into diversions of
 * the library's own numbers; `rules.ts` writes the cf file from the notes when all is read. `«` `»` are m4's quotes.
 */
export const macros = `divert(-1)
changecom
undefine(«format»)
undefine(«hpux»)
define(«_d», «$»)
define(«_into», «pushdef(«_was», divnum)divert($1)»)
define(«_back», «divert(_was)popdef(«_was»)»)
define(«PUSHDIVERT», «_into($1)»)
define(«POPDIVERT», «_back()»)
define(«_preset», «ifdef(«$1», «», «define(«$1», «$2»)»)»)
define(«_option», «ifdef(«$2», «O $1«»ifelse(defn(«$2»), «», «», «=$2»)
»)»)
define(«_line», «_into($1)$2
_back()»)
define(«VERSIONID», ««##### $1 #####»»)
define(«MAIL_SETTINGS_DIR», «/etc/mail/»)
define(«DATABASE_MAP_TYPE», «hash»)
define(«confMAILER_NAME», ««MAILER-DAEMON»»)
define(«confTIME_ZONE», «USE_SYSTEM»)
define(«confCW_FILE», «MAIL_SETTINGS_DIR«»local-host-names»)
define(«confCR_FILE», «-o MAIL_SETTINGS_DIR«»relay-domains»)
define(«_REC_HDR_», «$?sfrom $s $.$?_($?s$|from $.$_)»)
define(«_REC_AUTH_», «$.$?{auth_type}(authenticated»)
define(«_REC_FULL_AUTH_», «$.$?{auth_type}(user=¤{auth_authen} $?{auth_author}author=¤{auth_author} $.mech=¤{auth_type}»)
define(«_REC_BY_», «$.by $j ($v/$Z)$?r with $r$. id $i$?{tls_version}»)
define(«_REC_TLS_», «(version=¤{tls_version} cipher=¤{cipher} bits=¤{cipher_bits} verify=¤{verify})$.$?u»)
define(«_REC_END_», «for $u; $|;
→$.$b»)
define(«confRECEIVED_HEADER», «_REC_HDR_
→_REC_AUTH_$?{auth_ssf} bits=¤{auth_ssf}$.)
→_REC_BY_
→_REC_TLS_
→_REC_END_»)
define(«OSTYPE», «ifdef(«__OSTYPE__», «errprint(«duplicate OSTYPE($1)
»)»)define(«__OSTYPE__», «$1»)ifelse(«$1», «dgux», «_line(6, «E_FORCE_MAIL_LOCAL_=yes»)»)ifdef(«_O_$1», «indir(«_O_$1»)», «ifelse(«$1», «unknown», «», «errprint(«*** ERROR: OSTYPE($1) is not known without the m4 library
»)»)»)»)
define(«DOMAIN», «_into(-1)ifdef(«_D_$1», «indir(«_D_$1»)», «include(«domain/$1.m4»)»)_back()»)
define(«HACK», «_into(-1)ifdef(«_H_$1», «indir(«_H_$1», shift($@))», «include(«hack/$1.m4»)»)_back()»)
define(«FEATURE», «ifdef(«_MAILER_DEFINED_», «errprint(«*** ERROR: FEATURE() should be before MAILER()
»)»)ifdef(«_F_$1», «_into(-1)_F_$1(shift($@))_back()», «errprint(«*** ERROR: FEATURE($1) is not known without the m4 library
»)»)»)
define(«MAILER», «define(«_MAILER_DEFINED_»)ifdef(«_N_$1», «ifdef(«_MAILER_$1_», «errprint(«*** ERROR: MAILER($1) already included
»)», «define(«_MAILER_$1_»)_into(7)indir(«_N_$1»)_back()»)», «errprint(«*** ERROR: MAILER($1) is not known without the m4 library
»)»)»)
define(«LOCAL_CONFIG», «divert(6)»)
define(«LOCAL_RULE_0», «divert(3)»)
define(«LOCAL_RULE_1», «divert(9)Ssender=1
»)
define(«LOCAL_RULE_2», «divert(9)Srecipient=2
»)
define(«LOCAL_RULE_3», «divert(2)»)
define(«LOCAL_UUCP», «divert(4)»)
define(«LOCAL_DNSBL», «divert(8)»)
define(«LOCAL_RULESETS», «divert(9)»)
define(«LOCAL_NET_CONFIG», «define(«_LOCAL_RULES_», 1)divert(1)»)
define(«MAILER_DEFINITIONS», «divert(7)»)
define(«_ownset», «define(«_OWN_$1_»)divert(9)
SLocal_$1»)
define(«LOCAL_SRV_FEATURES», «_ownset(«srv_features»)»)
define(«LOCAL_CLT_FEATURES», «_ownset(«clt_features»)»)
define(«LOCAL_TRY_TLS», «_ownset(«try_tls»)»)
define(«LOCAL_TLS_RCPT», «_ownset(«tls_rcpt»)»)
define(«LOCAL_TLS_CLIENT», «_ownset(«tls_client»)»)
define(«LOCAL_TLS_SERVER», «_ownset(«tls_server»)»)
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
define(«LDAPROUTE_EQUIVALENT_FILE», «_line(5, «F{LDAPRouteEquiv}$1»)»)
define(«TRUST_AUTH_MECH», «define(«_USE_AUTH_»)_line(5, «C{TrustAuthMech}$1»)»)
define(«CONCAT», «$1$2$3$4$5$6$7»)
define(«DOL», ««$»$1»)
define(«SITECONFIG», «D$3$2
define(«_CLASS_$3_»)ifelse(«$3», «U», «C{w}$2 $2.UUCP»)
pushdef(«_site», «$3»)sinclude(«siteconfig/$1.m4»)popdef(«_site»)»)
define(«SITE», «ifelse(_site, «U», «CY$1», «C«»_site«»$1»)»)
define(«DAEMON_OPTIONS», «_line(12, «O DaemonPortOptions=$1»)define(«_DAEMONS_»)»)
define(«CLIENT_OPTIONS», «_line(13, «O ClientPortOptions=$1»)»)
define(«MAIL_FILTER», «define(«_FILTERS_», 1)_line(11, «X$1, $2»)»)
define(«INPUT_MAIL_FILTER», «MAIL_FILTER(«$1», «$2»)define(«confINPUT_MAIL_FILTERS», ifelse(defn(«confINPUT_MAIL_FILTERS»), «», ««$1»», «defn(«confINPUT_MAIL_FILTERS»)«, $1»»))»)
define(«QUEUE_GROUP», «_line(14, «Q$1, $2»)»)
define(«_more_flags», «define(«$1_MF_$2_», ifdef(«$1_MF_$2_», «$1_MF_$2_»)«$3»)»)
define(«MODIFY_MAILER_FLAGS», «ifelse(substr(«$2», 0, 1), «+», «_more_flags(«$1», «A», substr(«$2», 1))», substr(«$2», 0, 1), «-», «_more_flags(«$1», «D», substr(«$2», 1))», «define(«$1_MF_R_», «$2»)»)»)
define(«_D_generic», «define(«confFORWARD_PATH», «$z/.forward.$w+$h:$z/.forward+$h:$z/.forward.$w:$z/.forward»)define(«confMAX_HEADERS_LENGTH», «32768»)FEATURE(«redirect»)FEATURE(«use_cw_file»)EXPOSED_USER(«root»)»)
define(«_D_berkeley-only», «errprint(«*** ERROR: this domain file is for Berkeley only
»)»)
define(«_D_Berkeley.EDU», «DOMAIN(«berkeley-only»)define(«BITNET_RELAY», «bitnet-relay.Berkeley.EDU»)define(«UUCP_RELAY», «uucp-relay.Berkeley.EDU»)define(«confFORWARD_PATH», «$z/.forward.$w:$z/.forward»)define(«confCW_FILE», «-o /etc/sendmail.cw»)define(«confDONT_INIT_GROUPS», «True»)FEATURE(«redirect»)FEATURE(«use_cw_file»)FEATURE(«stickyhost»)»)
define(«_D_CS.Berkeley.EDU», «DOMAIN(«Berkeley.EDU»)HACK(«cssubdomain»)define(«confUSERDB_SPEC», ««/usr/sww/share/lib/users.cs.db,/usr/sww/share/lib/users.eecs.db»»)»)
define(«_D_EECS.Berkeley.EDU», «DOMAIN(«Berkeley.EDU»)MASQUERADE_AS(«EECS.Berkeley.EDU»)»)
define(«_D_S2K.Berkeley.EDU», «DOMAIN(«CS.Berkeley.EDU»)MASQUERADE_AS(«postgres.Berkeley.EDU»)»)
define(«_H_cssubdomain», «_line(2, «R¤* < @ ¤=w .CS.Berkeley.EDU > ¤*→¤: ¤1 < @ ¤j > ¤3
R¤* < @ ¤=w .Berkeley.EDU> ¤*→¤: ¤1 < @ ¤j > ¤3»)»)
define(«_H_nodns», «undefine(«confBIND_OPTS»)define(«confSERVICE_SWITCH_FILE», «/etc/mail/service.switch-nodns»)define(«confDONT_PROBE_INTERFACES», «True»)FEATURE(«nocanonify»)»)
define(«_H_xconnect», «_line(9, «Sx_connect
R¤+ ¤| ¤+→¤: ¤>D < ¤1 > <?> <! XConnect> < ¤2 >
R ¤| ¤+→¤: ¤>A < ¤1 > <?> <! XConnect> <>
R<?> <¤+>→¤: ¤>A < ¤1 > <?> <! XConnect> <>
R<?> <¤*>→¤# no
R<¤+> <¤*>→¤@ yes»)»)
divert(0)dnl
`;

/** Macros that put a rule of the person's own where they stand: such a rule is theirs, not the library's. */
export const rulesByCall = `divert(-1)
define(«UUCPSMTP», «R ¤* < @ $1 .UUCP > ¤*→¤1 < @ $2 > ¤2»)
define(«_added_domain», «R¤+→¤@ ¤1 < @ $1 >
»)
define(«_prefixed», «R $1 ¤+→¤: ¤1 ¤(macro {rcpt_flags} ¤@ $2 ¤)
»)
divert(0)dnl
`;
