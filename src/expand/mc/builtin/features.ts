/**
 * FEATUREs that add lines or rules of their own (cf/README, "FEATURES"); those that only change words of the rules note
 * that they are wanted. `«` `»` are m4's quotes, `→` a tab, `¤` a dollar sign that m4 must not take for an argument.
 */
export const features = `divert(-1)
define(«_ldapmap», «ldap -1 $2-v sendmailMTAMapValue,sendmailMTAMapSearch:FILTER:sendmailMTAMapObject,sendmailMTAMapURL:URL:sendmailMTAMapObject -k (&(objectClass=sendmailMTAMapObject)(|(sendmailMTACluster=¤{sendmailMTACluster})(sendmailMTAHost=¤j))(sendmailMTAMapName=$1)(sendmailMTAKey=%0))»)
define(«_table», «_into(6)K$1 ifelse(«$3», «», «DATABASE_MAP_TYPE MAIL_SETTINGS_DIR«»$2», «$3», «LDAP», «_ldapmap(«$4»)», «$3»)
_back()»)
define(«_withtmpf», «ifelse(index(«$1», «sequence »), «0», «$1», index(«$1», «<TMPF>»), «-1», «substr(«$1», 0, index(«$1 », « »)) -T<TMPF>substr(«$1», index(«$1 », « »))», «$1»)»)
define(«_first», «$1»)
define(«_mentions», «ifelse(index(« $1 », « $2 »), «-1», «», «define(«$3»)»)»)
define(«_words», «translit(«$*», «A-Z,», «a-z »)»)
define(«_needsaccess», «ifdef(«_ACCESS_TABLE_», «», «errprint(«*** ERROR: FEATURE($1) requires FEATURE(access_db)
»)»)»)
define(«_F_access_db», «define(«_ACCESS_TABLE_»)_into(6)Kaccess ifelse(«$1», «», «DATABASE_MAP_TYPE -T<TMPF> MAIL_SETTINGS_DIR«»access», «$1», «LDAP», «_ldapmap(«access», «-T<TMPF> »)», «_withtmpf(«$1»)»)
_back()_mentions(_words(shift($@)), «skip», «_ACCESS_SKIP_»)_mentions(_words(shift($@)), «lookupdotdomain», «_LOOKUPDOTDOMAIN_»)_mentions(_words(shift($@)), «relaytofulladdress», «_RELAY_FULL_ADDR_»)»)
define(«_F_mailertable», «define(«_MAILER_TABLE_»)_table(«mailertable», «mailertable», «$1», «mailer»)»)
define(«_F_virtusertable», «define(«_VIRTUSER_TABLE_»)_table(«virtuser», «virtusertable», «$1», «virtuser»)»)
define(«_F_genericstable», «define(«_GENERICS_TABLE_»)_table(«generics», «genericstable», «$1», «generics»)»)
define(«_F_domaintable», «define(«_DOMAIN_TABLE_»)_table(«domaintable», «domaintable», «$1», «domain»)»)
define(«_F_bitdomain», «define(«_BITDOMAIN_TABLE_»)_table(«bitdomain», «bitdomain», «$1», «bitdomain»)»)
define(«_F_uucpdomain», «define(«_UUDOMAIN_TABLE_»)_table(«uudomain», «uudomain», «$1», «uucpdomain»)»)
define(«_F_authinfo», «define(«_AUTHINFO_TABLE_»)_table(«authinfo», «authinfo», «$1», «authinfo»)»)
define(«_F_drac», «define(«_DRAC_»)_line(6, «Kdrac »ifelse(«$1», «», «DATABASE_MAP_TYPE MAIL_SETTINGS_DIR«»drac», ««$1»»))»)
define(«_F_use_cw_file», «define(«USE_CW_FILE»)»)
define(«_F_use_ct_file», «define(«_USE_CT_FILE_»)»)
define(«_F_smrsh», «define(«LOCAL_SHELL_PATH», ifelse(«$1», «», «ifdef(«confEBINDIR», «confEBINDIR», «/usr/libexec»)/smrsh», ««$1»»))_preset(«LOCAL_SHELL_ARGS», «smrsh -c $u»)»)
define(«_F_local_procmail», «define(«LOCAL_MAILER_PATH», ifelse(«$1», «», «ifdef(«PROCMAIL_MAILER_PATH», «PROCMAIL_MAILER_PATH», «/usr/local/bin/procmail»)», ««$1»»))define(«LOCAL_MAILER_ARGS», ifelse(«$2», «», ««procmail -a $h -d $u»», ««$2»»))define(«LOCAL_MAILER_FLAGS», ifelse(«$3», «», ««SPfhn9»», ««$3»»))undefine(«_LOCAL_LMTP_»)undefine(«LOCAL_MAILER_DSN_DIAGNOSTIC_CODE»)»)
define(«_F_local_lmtp», «define(«LOCAL_MAILER_PATH», ifelse(«$1», «», «ifdef(«confEBINDIR», «confEBINDIR», «/usr/libexec»)/mail.local», ««$1»»))define(«LOCAL_MAILER_ARGS», ifelse(«$2», «», ««mail.local -l»», ««$2»»))define(«LOCAL_MAILER_FLAGS», ««PSXmnz9»»)define(«LOCAL_MAILER_DSN_DIAGNOSTIC_CODE», «SMTP»)define(«_LOCAL_LMTP_»)»)
define(«_F_nullclient», «undefine(«ALIAS_FILE»)define(«MAIL_HUB», «$1»)define(«SMART_HOST», «$1»)define(«confFORWARD_PATH»)_preset(«confFROM_HEADER», «<$g>»)define(«_DEF_LOCAL_MAILER_FLAGS», «lsDFM5q»)MASQUERADE_AS(«$1»)define(«_ALL_MASQUERADE_»)define(«_MASQUERADE_ENVELOPE_»)MAILER(«local»)MAILER(«smtp»)»)
define(«_F_msp», «undefine(«ALIAS_FILE»)define(«confDELIVERY_MODE», «i»)define(«confUSE_MSP», «True»)define(«confFORWARD_PATH»)define(«confPRIVACY_FLAGS», «goaway,noetrn,restrictqrun»)define(«confDONT_PROBE_INTERFACES», «True»)_preset(«confRUN_AS_USER», «smmsp»)_preset(«confTRUSTED_USER», ifelse(index(confRUN_AS_USER, «:»), «-1», «confRUN_AS_USER», «substr(confRUN_AS_USER, 0, index(confRUN_AS_USER, «:»))»))define(«QUEUE_DIR», ifdef(«MSP_QUEUE_DIR», «MSP_QUEUE_DIR», «/var/spool/clientmqueue»))ifelse(«$2», «MSA», «define(«RELAY_MAILER_ARGS», «TCP $h 587»)»)_preset(«confPID_FILE», QUEUE_DIR«/sm-client.pid»)define(«confQUEUE_FILE_MODE», «0660»)define(«STATUS_FILE», ifdef(«STATUS_FILE», «ifelse(index(STATUS_FILE, «sendmail.st»), «-1», «STATUS_FILE», «substr(STATUS_FILE, 0, index(STATUS_FILE, «sendmail.st»))sm-client.st»)», «QUEUE_DIR/sm-client.st»))define(«_NO_MSA_»)ifdef(«_DAEMONS_», «», «DAEMON_OPTIONS(«Name=NoMTA, Addr=127.0.0.1, M=E»)»)define(«_DEF_LOCAL_MAILER_FLAGS»)define(«_DEF_LOCAL_SHELL_FLAGS»)define(«LOCAL_MAILER_PATH», «[IPC]»)define(«LOCAL_MAILER_FLAGS», «lmDFMuXkw5»)define(«LOCAL_MAILER_ARGS», «TCP $h»)define(«LOCAL_MAILER_DSN_DIAGNOSTIC_CODE», «SMTP»)define(«LOCAL_SHELL_PATH», «[IPC]»)define(«LOCAL_SHELL_FLAGS», «lmDFMuXk5»)define(«LOCAL_SHELL_ARGS», «TCP $h»)MODIFY_MAILER_FLAGS(«SMTP», «+k5»)MODIFY_MAILER_FLAGS(«ESMTP», «+k5»)MODIFY_MAILER_FLAGS(«DSMTP», «+k5»)MODIFY_MAILER_FLAGS(«SMTP8», «+k5»)MODIFY_MAILER_FLAGS(«RELAY», «+k»)MAILER(«local»)MAILER(«smtp»)_line(6, «D{MTAHost}ifelse(«$1», «», «[localhost]», ««$1»»)»)_line(9, «SLocal_localaddr
R¤+→¤: ¤>ParseRecipient ¤1
R¤* < @ ¤+ > ¤*→¤#relay ¤@ ¤{MTAHost} ¤: ¤1 < @ ¤2 > ¤3
»ifdef(«_USE_DECNET_SYNTAX_», ««R¤+ :: ¤+→¤#relay ¤@ ¤{MTAHost} ¤: ¤1 :: ¤2
»»)«R¤*→¤#relay ¤@ ¤{MTAHost} ¤: ¤1 < @ ifdef(«MASQUERADE_NAME», «ifdef(«_MASQUERADE_ENVELOPE_», «¤M», «¤j»)», «¤j») >»)»)
define(«_F_masquerade_envelope», «define(«_MASQUERADE_ENVELOPE_»)»)
define(«_F_masquerade_entire_domain», «define(«_MASQUERADE_ENTIRE_DOMAIN_»)»)
define(«_F_allmasquerade», «define(«_ALL_MASQUERADE_»)»)
define(«_F_limited_masquerade», «define(«_LIMITED_MASQUERADE_»)»)
define(«_F_local_no_masquerade», «define(«_LOCAL_NO_MASQUERADE_»)»)
define(«_F_always_add_domain», «define(«_ADD_DOMAIN_», «$1»)»)
define(«_F_generics_entire_domain», «define(«_GENERICS_ENTIRE_DOMAIN_»)»)
define(«_F_virtuser_entire_domain», «define(«_VIRTUSER_ENTIRE_DOMAIN_»)»)
define(«_F_redirect», «_line(3, «R¤* < @ ¤+ .REDIRECT. >→¤: ¤1 < @ ¤2 . REDIRECT . > < ¤{opMode} >
R¤* < @ ¤+ .REDIRECT. > <i>→¤: ¤1 < @ ¤2 . REDIRECT. >
R¤* < @ ¤+ .REDIRECT. > < ¤- >→¤#error ¤@ 5.1.1 ¤: "551 User has moved; please try " <¤1@¤2>»)_line(6, «CPREDIRECT»)»)
define(«_F_nouucp», «define(«_NO_UUCP_», ifelse(substr(«$1», 0, 1), «r», «r», substr(«$1», 0, 1), «n», «n», «e«»errprint(«*** ERROR: missing or illegal argument for FEATURE(nouucp): use reject or nospecial
»)»))»)
define(«_F_nopercenthack», «define(«_NO_PERCENTHACK_», ifelse(substr(«$1», 0, 1), «r», «r», substr(«$1», 0, 1), «n», «n», «e«»errprint(«*** ERROR: missing or illegal argument for FEATURE(nopercenthack): use reject or nospecial
»)»))»)
define(«_F_nocanonify», «define(«_NO_CANONIFY_»)ifelse(_words(«$1»), «canonify_hosts», «define(«_CANONIFY_HOSTS_»)»)»)
define(«_F_stickyhost», «define(«_STICKY_LOCAL_DOMAIN_»)»)
define(«_F_preserve_local_plus_detail», «define(«_PRESERVE_LOCAL_PLUS_DETAIL_»)»)
define(«_F_promiscuous_relay», «define(«_PROMISCUOUS_RELAY_»)errprint(«*** WARNING: FEATURE(promiscuous_relay) configures your system as open relay
»)»)
define(«_F_relay_entire_domain», «define(«_RELAY_ENTIRE_DOMAIN_»)»)
define(«_F_relay_hosts_only», «define(«_RELAY_HOSTS_ONLY_»)»)
define(«_F_relay_local_from», «define(«_RELAY_LOCAL_FROM_»)define(«_SENDERS_RELAY_»)»)
define(«_F_relay_mail_from», «_needsaccess(«relay_mail_from»)define(«_RELAY_FROM_», «$1»)define(«_SENDERS_RELAY_»)»)
define(«_F_relay_based_on_MX», «define(«_RELAY_MX_SERVED_»)_line(6, «Kmxserved bestmx -z: -T<TEMP>»)»)
define(«_F_loose_relay_check», «define(«_LOOSE_RELAY_CHECK_»)»)
define(«_F_accept_unqualified_senders», «define(«_ACCEPT_UNQUALIFIED_SENDERS_»)»)
define(«_F_accept_unresolvable_domains», «define(«_ACCEPT_UNRESOLVABLE_DOMAINS_»)»)
define(«_F_blocklist_recipients», «_needsaccess(«blocklist_recipients»)define(«_BLOCKLIST_RCPT_»)»)
define(«_F_blacklist_recipients», «_F_blocklist_recipients()»)
define(«_F_lookupdotdomain», «_needsaccess(«lookupdotdomain»)define(«_LOOKUPDOTDOMAIN_»)»)
define(«_F_delay_checks», «define(«_DELAY_», ifelse(_words(substr(«$1», 0, 1)), «f», «friend», _words(substr(«$1», 0, 1)), «h», «hater», «ifdef(«_DELAY_», «_DELAY_», «plain»)»))»)
define(«_F_use_client_ptr», «define(«_USE_CLIENT_PTR_»)»)
define(«_F_require_rdns», «define(«_REQUIRE_RDNS_»)»)
define(«_F_block_bad_helo», «define(«_BLOCK_BAD_HELO_»)RELAY_DOMAIN(«127.0.0.1»)RELAY_DOMAIN(«IPv6:0:0:0:0:0:0:0:1 IPv6:::1»)LOCAL_DOMAIN(«[127.0.0.1]»)LOCAL_DOMAIN(«[IPv6:0:0:0:0:0:0:0:1] [IPv6:::1]»)»)
define(«_control_feature», «ifdef(«_ACCESS_TABLE_», «define(«_CONTROL_»)define(«$2», «late»)ifelse(_words(«$4»), «nodelay», «ifdef(«_DELAY_», «define(«$2», «now»)define(«_AT_ONCE_»)»)»)ifelse(«$5», «terminate», «define(«$2REPLY_», «421»)»)», «_needsaccess(«$1»)»)»)
define(«_F_ratecontrol», «_control_feature(«ratecontrol», «_RATE_», «RateControl», $@)»)
define(«_F_conncontrol», «_control_feature(«conncontrol», «_CONNECTIONS_», «ConnControl», $@)»)
define(«_F_greet_pause», «ifelse(«$1», «», «_needsaccess(«greet_pause»)»)_into(9)SLocal_greet_pause
Sgreet_pause
R¤*→¤: <¤1><?> ¤| ¤>"Local_greet_pause" ¤1
R<¤*><?> ¤| ¤#¤*→¤#¤2
R<¤*><?> ¤| ¤*→¤: ¤1
ifdef(«_ACCESS_TABLE_», «R¤+ ¤| ¤+→¤: ¤>D < ¤1 > <?> <! GreetPause> < ¤2 >
R ¤| ¤+→¤: ¤>A < ¤1 > <?> <! GreetPause> <>
R<?> <¤+>→¤: ¤>A < ¤1 > <?> <! GreetPause> <>
R<?> <¤*>→ifelse(«$1», «», «¤@», «¤# $1»)
R<¤* <TMPF>> <¤*>→¤@
R<¤+> <¤*>→¤# ¤1», «R¤*→¤# $1»)
_back()»)
define(«_F_no_default_msa», «define(«_NO_MSA_»)»)
define(«_F_tls_failures», «define(«confTLS_FALLBACK_TO_CLEAR», «true»)errprint(«*** ERROR: FEATURE(tls_failures) has been replaced by confTLS_FALLBACK_TO_CLEAR
»)»)
define(«_F_check_cert_altnames», «_line(6, «O SetCertAltnames=true»)»)
define(«_F_sts», «_line(6, «O StrictTransportSecurity=true
»ifelse(«$2», «NO_SAN_TST», «», «O SetCertAltnames=true
»)«Ksts »ifelse(«$1», «», ««socket -d5 -T<TMPF> inet:5461@127.0.0.1»», ««$1»»))»)
define(«_F_badmx», «define(«_BADMX_CHK_»)_line(6, «Kmxlist bestmx -z: -T<TEMP>
Kbadmx regex -a<BADMX> ^(([0-9]{1,3}\\.){3}[0-9]){0,1}\\.¤
KdnsA dns -R A -a. -T<TEMP>
KBadMXIP regex -a<BADMXIP> ifelse(«$1», «», ««^(127\\.|10\\.|0\\.0\\.0\\.0)»», ««$1»»)»)»)
define(«_F_bestmx_is_local», «define(«_BESTMX_», «$1»)_line(6, «Kbestmx bestmx»ifelse(«$1», «», «», «
CB$1»))define(«_LOCAL_RULES_», 1)_line(1, ifelse(«$1», «», ««R¤* < @ ¤* > ¤*→¤: ¤1 < @ ¤2 @@ ¤(bestmx ¤2 ¤) > ¤3»», ««R¤* < @ ¤* ¤=B . > ¤*→¤: ¤1 < @ ¤2 ¤3 . @@ ¤(bestmx ¤2 ¤3 . ¤) > ¤4»»)«
R¤* ¤=O ¤* < @ ¤* @@ ¤=w . > ¤*→¤@ ¤>Recurse ¤1 ¤2 ¤3
R< @ ¤* @@ ¤=w . > : ¤*→¤@ ¤>Recurse ¤3
R¤* < @ ¤* @@ ¤=w . > ¤*→¤@ ¤>CanonLocal < ¤1 >
R¤* < @ ¤* @@ ¤* > ¤*→¤: ¤1 < @ ¤2 > ¤4»)»)
define(«_F_bcc», «_line(6, «O AddBcc=true»ifelse(_words(«$1»), «access», «», «
Kbcctable ifelse(«$1», «», «DATABASE_MAP_TYPE MAIL_SETTINGS_DIR«»bcctable», ««$1»»)»)ifelse(«$2», «», «», «
DA$2»))ifelse(«$4», «», «», «define(«_OPMODES_»)_line(6, «KcanonicalRcpt $4»)»)_line(9, «Sbcc
R< ¤+ >→¤1
»ifelse(_words(«$1»), «access», «R¤+ @ ¤+→¤: ¤1@¤2 ¤| ¤>SearchList <! bcc> ¤| <D:¤2> <>», «R¤+ @ ¤+→¤: ¤1@¤2 ¤| ¤>BCC ¤2»)«
R¤* ¤| <?>→¤@
R¤* ¤| ¤*→¤: »ifelse(«$3», «», «¤1», «$3»)ifelse(«$4», «», «», ««
R¤+ @ ¤+→¤: ¤1@¤2 ¤| <¤(canonicalRcpt ¤1 @ ¤2 ¤: ¤)>
R¤* ¤| <>→¤@
R¤* ¤| <¤* <TMPF>>→¤#error ¤@ 4.3.0 ¤: _TMPF_MSG_
R¤* ¤| <¤+>→¤@ ¤2»»)ifelse(_words(«$1»), «access», «», ««

SBCC
R¤+→¤: ¤1 < ¤(bcctable ¤1 ¤: ? ¤) >
R¤- . ¤+ <?>→¤: ¤2 < ¤(bcctable .¤2 ¤: ? ¤) >
R¤- . ¤+ <?>→¤: ¤>BCC ¤2
R¤* <¤*>→¤: <¤2>»»))»)
define(«_F_vnet», «_line(6, «CAvnet.ibm.com vnet rscs ipnet»)_line(2, «R¤* % ibmus.rscs < @ ¤+> ¤*→¤: ¤1 < @ us.ibm.com > ¤3
R¤* % ibmca.rscs < @ ¤+> ¤*→¤: ¤1 < @ ca.ibm.com > ¤3
R¤* % ibmuk.rscs < @ ¤+> ¤*→¤: ¤1 < @ uk.ibm.com > ¤3
R¤* % ¤-.rscs < @ ¤+> ¤*→¤: ¤1 < @ ¤2.rscs > ¤4
R¤* < @ ¤-.¤=A > ¤*→¤: ¤1 < @ ¤2.vnet . >»)define(«_LOCAL_RULES_», 1)_line(1, «R¤* < @ ¤=w . > ¤*→¤@ ¤1 < @ ¤2 . > ¤3
R¤* < @ ¤=w > ¤*→¤@ ¤1 < @ ¤2 . > ¤3
R¤* < @ ¤- . vnet . > ¤*→¤#relay ¤@ ¤A ¤: ¤1 < @¤2.VNET. > ¤3
R¤* < @ ¤+.ibm.com > ¤*→¤#relay ¤@ ¤2.ibm.com ¤: ¤1 < @¤2.ibm.com > ¤3
R¤* < @ ¤+.ibm.com. > ¤*→¤#relay ¤@ ¤2.ibm.com ¤: ¤1 < @¤2.ibm.com > ¤3»)»)
define(«_F_ldap_routing», «define(«_LDAP_», ifelse(«$3», «», «passthru», «$3», «passthru», «passthru», «$3», «sendertoo», «sendertoo», «must»))ifelse(«$4», «», «», «define(«_LDAP_DETAIL_», «$4»)»)ifelse(«$5», «», «», «define(«_LDAP_NODOMAIN_»)»)define(«_LDAP_TEMP_», «$6»)define(«_OPMODES_»)_line(6, «Kldapmh »ifelse(«$1», «», ««ldap -1 -T<TMPF> -v mailHost -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))»», ««$1»»)«
Kldapmra »ifelse(«$2», «», ««ldap -1 -T<TMPF> -v mailRoutingAddress -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))»», ««$2»»))»)
define(«_F_queuegroup», «_needsaccess(«queuegroup»)_line(9, «Squeuegroup
R< ¤+ >→¤1
R ¤+ @ ¤+→¤: ¤>SearchList <! qgrp> ¤| <F:¤1@¤2> <D:¤2> <>
R<?>→ifelse(«$1», «», «¤@», «¤# $1»)
R<¤+>→¤# ¤1»)»)
define(«_F_compat_check», «_needsaccess(«compat_check»)_line(9, «Scheck_compat
R< ¤+ > ¤| ¤+→¤: ¤1 ¤| ¤2
R¤+ ¤| < ¤+ >→¤: ¤1 ¤| ¤2
R¤+ ¤| ¤+→¤: <¤(access Compat:¤1<@>¤2 ¤:OK ¤)>
R¤* ¤| ¤*→¤@ ok
R< DISCARD:¤* >→¤#discard ¤: ¤1 " - discarded by check_compat"
R< DISCARD ¤* >→¤#discard ¤: ¤1 " - discarded by check_compat"
R< TEMP:¤* >→¤#error ¤@ TEMPFAIL ¤: ¤1 " error from check_compat. Try again later"
R< ERROR:¤* >→¤#error ¤@ UNAVAILABLE ¤: ¤1 " error from check_compat"»)»)
define(«_F_check_other», «_line(6, «Kbadcmd regex -m -a<BADCMD> ifelse(«$1», «», ««^[[:print:]]+ *:»», ««$1»»)»)_line(9, «Scheck_other
R¤* ¤| 2→¤@ ok
R¤+ ¤| 5→¤: ¤(badcmd ¤1 ¤)
R¤*<BADCMD>→¤#error ¤@ 4.7.0 ¤: 421 bad command»)»)
define(«_F_prefixmod», «define(«_PREFIX_», «$1»)define(«_PREFIX_FLAGS_», «$2»)»)
define(«_temporary», «R<?>¤+<TMP>→ifelse(«$2», «», «¤: TMPOK», «¤#error ¤@ $1 ¤: ifelse(«$2», «t», «$3», «$2»)»)
»)
define(«_listed», «ifelse(_first($1), «quarantine», «¤#error ¤@ quarantine ¤: $2», «$1», «discard», «¤#discard ¤: ifelse(«$4», «», «$2», «$3»)», «¤#error ¤@ 5.7.1 ¤: ifelse(«$1», «», «$3», «_first($1)»)»)»)
define(«_byclient», «R¤*→¤: ¤&{client_addr}
R¤-.¤-.¤-.¤-→¤: <?> ¤($1 $2¤4.¤3.¤2.¤1.$3. ¤: OK ¤)
»)
define(«_F_dnsbl», «ifdef(«_DNSBL_», «», «define(«_DNSBL_»)_line(6, «Kdnsbl ifdef(«DNSBL_MAP», «DNSBL_MAP», «dns -R A») -T<TMP>ifdef(«DNSBL_MAP_OPT», « DNSBL_MAP_OPT»)»)»)_into(8)_byclient(«dnsbl», «», «$1»)R<?>OK→¤: OKSOFAR
_temporary(«4.4.3», «$3», «"451 Temporary lookup failure of " ¤&{client_addr} " at $1"»)ifelse(index(«$2», «,»), «-1», «R<?>¤+→_listed(«$2», «$1», «"550 Rejected: " ¤&{client_addr} " listed at $1"»)
»)_back()»)
define(«_F_enhdnsbl», «ifdef(«_EDNSBL_», «», «define(«_EDNSBL_»)_line(6, «Kednsbl dns -R A -a. -T<TMP> -r«»ifdef(«EDNSBL_TO», «EDNSBL_TO», «5»)»)»)_into(8)_byclient(«ednsbl», «», «$1»)R<?>OK→¤: OKSOFAR
_temporary(«4.4.3», «$3», «"451 Temporary lookup failure of " ¤&{client_addr} " at $1"»)R<?>ifelse(«$4», «», «¤+», «$4»)→_listed(«$2», «$1», «"550 Rejected: " ¤&{client_addr} " listed at $1"», «e»)
_answers(«$1», «$2», shift(shift(shift(shift($@)))))_back()»)
define(«_answers», «ifelse(«$3», «», «», «R<?>$3→_listed(«$2», «$1», «"550 Rejected: " ¤&{client_addr} " listed at $1"», «e»)
_answers(«$1», «$2», shift(shift(shift($@))))»)»)
define(«_F_rhsbl», «ifdef(«_DNSBL_», «», «define(«_DNSBL_»)_line(6, «Kdnsbl host -T<TMP>»)»)_into(8)R¤+→¤: <@> ¤>CanonAddr ¤&f
R<@> ¤*<@¤+.>→¤: <@> <@¤2.> ¤| ¤>SearchList <+ rhs> ¤| <F:¤1@¤2> <D:¤2> <>
R<@> ¤* ¤| <¤={Accept}>→¤: OKSOFAR
R<@> ¤*<@¤+.> ¤| ¤*→¤: <?> ¤(dnsbl ¤2.$1. ¤: OK ¤) ¤(macro {RHS} ¤@ ¤2 ¤)
R<@> ¤*→¤: OKSOFAR
R<?> OK→¤: OKSOFAR
_temporary(«4.7.1», «$3», «"451 Temporary lookup failure of " ¤&{RHS} " at $1"»)R<?>¤+→_listed(«$2», «$1», «"550 Mail from " ¤&{RHS} " refused by blackhole site $1"», «e»)
_back()»)
define(«_F_mtamark», «ifdef(«_MTAMARK_», «», «define(«_MTAMARK_»)_line(6, «Kmtamark dns -R TXT -a. -T<TMP> -r«»ifdef(«MTAMARK_TO», «MTAMARK_TO», «5»)»)»)_into(8)_byclient(«mtamark», ifelse(«$3», «», ««_perm._smtp._srv.»», ««$3.»»), «in-addr.arpa»)R<?>1.→¤: OKSOFAR
R<?>0.→¤#error ¤@ 5.7.1 ¤: ifelse(«$1», «», «"550 Rejected: " ¤&{client_addr} " not listed as MTA"», «$1»)
_temporary(«4.4.3», «$2», «"451 Temporary lookup failure"»)_back()»)
define(«_F_domainmap», «ifdef(«_DOMAIN_MAP_», «», «define(«_DOMAIN_MAP_», 1)_line(3, «R¤* ¤=O ¤* <@ ¤={MappedDomain} .>→¤@ ¤>Recurse ¤1 ¤2 ¤3
R¤+ <@ ¤={MappedDomain} .>→¤>DomainMapLookup ¤1 <@ ¤2 .>»)_line(9, «SDomainMapLookup
R ¤=L <@ ¤=w .>→¤@ ¤1 <@ ¤2 .>
R ¤+ <@ ¤+>→¤: ¤1 <@ ¤2 > <¤&{addr_type}>
R ¤+ <@ ¤+> <e s>→¤#smtp ¤@ ¤2 ¤: ¤1 @ ¤2
R ¤+ <@ ¤+> <¤*>→¤: ¤1 <@ ¤2> <¤2 :NOTDONE:>
R ¤+ <¤+> <¤+ . :NOTDONE:>→¤1 <¤2> < ¤(domainmap_regex ¤3 ¤: ¤3 ¤) >
R ¤+ <¤+> <¤+>→¤: ¤1 <¤2> < ¤(dequote "domain_" ¤3 ¤) >
R ¤+ <¤+> <¤+>→¤: ¤1 <¤2> <¤3> ¤1
R ¤+ <¤+> <¤+> ¤+ + ¤*→¤: ¤1 <¤2> <¤3> ¤4
R ¤+ <¤+> <¤+> ¤+→¤: ¤1 <¤2> ¤( ¤3 ¤4 ¤: <ERROR> ¤)
R ¤+ <¤+> <ERROR>→¤#error ¤@ 5.1.1 ¤: "550 email address lookup in domain map failed"
R ¤+ <@ ¤+> ¤* <TEMP> ¤*→¤#dsmtp ¤@ localhost ¤: ¤1 @ ¤2
R ¤+ + ¤* <¤+> ¤+ @ ¤+→¤: ¤1 + ¤2 <¤3> ¤4 + ¤2 @ ¤5
R ¤+ <¤+> ¤+→¤@ ¤>Recurse ¤3»)_line(6, «K domainmap_regex regex -a.:NOTDONE: -s1,2 -d_ (.*)[-\\.]([^-\\.]*)¤»)»)_line(6, «C{MappedDomain} $1
K domain_«»translit(«$1», «.-», «__») $2 -T<TEMP>»)»)
divert(0)dnl
`;

/** Features that change nothing which Postfix could do (cf/README); `preserve_luser_host`: see src/lift/hub.ts. */
export const featuresWithoutEffect: readonly string[] = ["notsticky", "preserve_luser_host", "tls_session_features"];
