/**
 * One small .mc for everything that cf/README names: each FEATURE with the arguments that change what it does, each
 * mailer, each conf variable, each macro. docs/features.md says what becomes of them; the tests hold both roads of a .mc
 * against each other with them.
 */
export interface McCall {
  readonly kind: "FEATURE" | "MAILER" | "HACK" | "conf" | "macro";
  /** The word that a person looks for: a feature, a mailer, a variable. */
  readonly name: string;
  /** Lines of the .mc that carry the call; they stand between OSTYPE and MAILER. */
  readonly lines: readonly string[];
  /** The line of the call itself, counted from 0 in `lines`. */
  readonly at: number;
  /** Left out: linux. */
  readonly ostype?: string;
}

const access = "FEATURE(`access_db')dnl";

function feature(name: string, ...args: readonly string[]): McCall {
  return { kind: "FEATURE", name, lines: [featureLine(name, args)], at: 0 };
}

/** A feature that asks for others before it. */
function after(before: readonly string[], name: string, ...args: readonly string[]): McCall {
  return { kind: "FEATURE", name, lines: [...before, featureLine(name, args)], at: before.length };
}

function featureLine(name: string, args: readonly string[]): string {
  return `FEATURE(${[name, ...args].map((arg) => `\`${arg}'`).join(", ")})dnl`;
}

const masquerade = "MASQUERADE_AS(`example.com')dnl";
const virtual = "VIRTUSER_DOMAIN(`shop.example')dnl";

export const features: readonly McCall[] = [
  feature("accept_unqualified_senders"),
  feature("accept_unresolvable_domains"),
  feature("access_db"),
  feature("access_db", "hash -o -T<TMPF> /etc/mail/access", "skip"),
  feature("access_db", "btree /etc/mail/access", "lookupdotdomain", "relaytofulladdress"),
  feature("access_db", "LDAP"),
  after([masquerade], "allmasquerade"),
  feature("always_add_domain"),
  feature("always_add_domain", "added.example"),
  feature("authinfo"),
  feature("badmx"),
  feature("bcc"),
  after([access], "bcc", "access", "copies.example"),
  feature("bestmx_is_local"),
  feature("bestmx_is_local", "here.example"),
  feature("bitdomain"),
  after([access], "blacklist_recipients"),
  feature("block_bad_helo"),
  after([access], "blocklist_recipients"),
  feature("check_cert_altnames"),
  feature("check_other"),
  after([access], "compat_check"),
  after([access], "conncontrol"),
  after([access, "FEATURE(`delay_checks')dnl"], "conncontrol", "nodelay", "terminate"),
  feature("delay_checks"),
  after([access], "delay_checks", "friend"),
  after([access], "delay_checks", "hater"),
  feature("dnsbl", "bl.example.net"),
  feature("dnsbl", "bl.example.net", '"550 Listed: " $&{client_addr}', "t"),
  feature("domaintable"),
  feature("drac"),
  feature("enhdnsbl", "bl.example.net"),
  feature("enhdnsbl", "bl.example.net", '"550 Listed"', "t", "127.0.0.2.", "127.0.0.3."),
  after(["FEATURE(`genericstable')dnl", "GENERICS_DOMAIN(`here.example')dnl"], "generics_entire_domain"),
  feature("genericstable"),
  after(["GENERICS_DOMAIN(`here.example')dnl"], "genericstable", "hash -o /etc/mail/generics"),
  feature("greet_pause", "5000"),
  after([access], "greet_pause"),
  feature("ldap_routing"),
  after(["LDAPROUTE_DOMAIN(`example.com')dnl"], "ldap_routing", "", "", "bounce", "preserve"),
  after([masquerade], "limited_masquerade"),
  feature("local_lmtp"),
  feature("local_lmtp", "/usr/libexec/lmtpd", "lmtpd -a"),
  after([masquerade], "local_no_masquerade"),
  feature("local_procmail"),
  feature("local_procmail", "/opt/bin/maildrop", "maildrop -d $u", "SPfhn"),
  after([access], "lookupdotdomain"),
  feature("loose_relay_check"),
  feature("mailertable"),
  feature("mailertable", "hash -o /etc/mail/mailertable"),
  feature("mailertable", "LDAP"),
  after([masquerade, "MASQUERADE_DOMAIN(`old.example')dnl"], "masquerade_entire_domain"),
  after([masquerade], "masquerade_envelope"),
  feature("msp"),
  feature("msp", "[192.0.2.1]", "MSA"),
  feature("mtamark"),
  feature("no_default_msa"),
  feature("nocanonify"),
  feature("nocanonify", "canonify_hosts"),
  feature("nopercenthack", "reject"),
  feature("nopercenthack", "nospecial"),
  feature("notsticky"),
  feature("nouucp", "reject"),
  feature("nouucp", "nospecial"),
  feature("nullclient", "hub.example.com"),
  feature("prefixmod", "+", "copy"),
  feature("preserve_local_plus_detail"),
  after(["define(`LUSER_RELAY', `attic.example')dnl"], "preserve_luser_host"),
  feature("promiscuous_relay"),
  after([access], "queuegroup"),
  after([access], "ratecontrol"),
  after([access, "FEATURE(`delay_checks')dnl"], "ratecontrol", "nodelay", "terminate"),
  feature("redirect"),
  feature("relay_based_on_MX"),
  feature("relay_entire_domain"),
  after([access], "relay_hosts_only"),
  feature("relay_local_from"),
  after([access], "relay_mail_from"),
  after([access], "relay_mail_from", "domain"),
  feature("require_rdns"),
  after([access], "rhsbl", "rhs.example.net"),
  feature("smrsh"),
  feature("smrsh", "/usr/lib/sm.bin/smrsh"),
  feature("stickyhost"),
  after(["define(`MAIL_HUB', `hub.example.com')dnl"], "stickyhost"),
  feature("sts"),
  feature("tls_failures"),
  feature("tls_session_features"),
  feature("use_client_ptr"),
  feature("use_ct_file"),
  feature("use_cw_file"),
  feature("uucpdomain"),
  after([virtual, "FEATURE(`virtusertable')dnl"], "virtuser_entire_domain"),
  after([virtual], "virtusertable"),
  feature("virtusertable", "hash -o /etc/mail/virtual"),
  feature("vnet"),
  feature("domainmap", "mapped.example", "hash -o /etc/mail/mapped"),
];

const mailer = (name: string, ...before: readonly string[]): McCall => ({
  kind: "MAILER",
  name,
  lines: [...before, `MAILER(\`${name}')dnl`],
  at: before.length,
});

/** `local` and `smtp` are in every .mc of these; the others stand behind them. */
export const mailers: readonly McCall[] = [
  ...["cyrus", "cyrusv2", "fax", "local", "mail11", "phquery", "pop", "procmail"].map((name) => mailer(name)),
  ...["qpage", "smtp", "usenet", "uucp", "xagent"].map((name) => mailer(name)),
  mailer("ssh", "define(`SSH_MAILER_USER', `mail')dnl", "define(`SSH_MAILER_DIR', `/var/empty')dnl"),
];

const hack = (name: string, ...args: readonly string[]): McCall => ({
  kind: "HACK",
  name,
  lines: [`HACK(${[name, ...args].map((arg) => `\`${arg}'`).join(", ")})dnl`],
  at: 0,
});

/** The hacks of the library that are no host's own. */
export const hacks: readonly McCall[] = [hack("nodns"), hack("cssubdomain")];

/** `name=value`: a value that an administrator could want. */
const variables = `
confALIAS_WAIT=20m confALLOW_BOGUS_HELO=True confAUTH_MAX_BITS=128 confAUTH_MECHANISMS=PLAIN confAUTH_OPTIONS=A,p
confAUTH_REALM=example.com confBAD_RCPT_THROTTLE=3 confBIND_OPTS=+AAONLY confBLANK_SUB=_ confCACERT=/etc/mail/tls/ca.pem
confCACERT_PATH=/etc/mail/tls confCERT_FINGERPRINT_ALGORITHM=sha256 confCF_VERSION=site1 confCHECKPOINT_INTERVAL=20
confCHECK_ALIASES=True confCIPHER_LIST=HIGH confCLIENT_CERT=/etc/mail/tls/c.pem confCLIENT_KEY=/etc/mail/tls/c.key
confCLIENT_OPTIONS=Family=inet,Address=192.0.2.2 confCLIENT_SSL_OPTIONS=+SSL_OP_NO_TLSv1 confCOLON_OK_IN_ADDR=False
confCONNECTION_RATE_THROTTLE=5 confCONNECTION_RATE_WINDOW_SIZE=10m confCONNECT_ONLY_TO=192.0.2.3
confCONTROL_SOCKET_NAME=/run/control confCON_EXPENSIVE=True confCOPY_ERRORS_TO=admin confCRL=/etc/mail/tls/crl.pem
confCRL_PATH=/etc/mail/tls/crls confCR_FILE=/etc/mail/relays confCT_FILE=/etc/mail/trusted confCW_FILE=/etc/mail/names
confDAEMON_OPTIONS=Port=2525,Name=MTA confDANE=True confDEAD_LETTER_DROP=/var/tmp/dead
confDEF_AUTH_INFO=/etc/mail/default-auth confDEF_CHAR_SET=iso-8859-1 confDEF_GROUP_ID=12 confDEF_USER_ID=8:12
confDELAY_LA=10 confDELIVERY_MODE=queue confDELIVER_BY_MIN=-1 confDEQUOTE_OPTS=-s confDF_BUFFER_SIZE=8192
confDH_PARAMETERS=/etc/mail/tls/dh.pem confDIAL_DELAY=10s confDIRECT_SUBMISSION_MODIFIERS=u
confDOMAIN_NAME=named.example.com confDONT_BLAME_SENDMAIL=GroupWritableAliasFile confDONT_EXPAND_CNAMES=True
confDONT_INIT_GROUPS=True confDONT_PROBE_INTERFACES=True confDONT_PRUNE_ROUTES=True
confDOUBLE_BOUNCE_ADDRESS=twice@example.com confEBINDIR=/usr/lib/sendmail.bin confEIGHT_BIT_HANDLING=mimify
confERROR_MESSAGE=/etc/mail/error-header confERROR_MODE=m confFALLBACK_MX=fall.example.com
confFALLBACK_SMARTHOST=smart.example.com confFAST_SPLIT=2 confFORWARD_PATH=$z/.mail/forward
confFROM_HEADER=<$g> confFROM_LINE=From $g $d confHELO_NAME=hello.example.com confHOSTS_FILE=/etc/hosts.mail
confHOST_STATUS_DIRECTORY=.hoststat confIGNORE_DOTS=True confINPUT_MAIL_FILTERS=one confLDAP_CLUSTER=blue
confLDAP_DEFAULT_SPEC=-h ldap.example.com -b dc=example confLOCAL_MAILER=local confLOG_LEVEL=14
confMAILBOX_DATABASE=pw confMAILER_NAME=Mailer confMATCH_GECOS=True confMAX_ALIAS_RECURSION=5
confMAX_DAEMON_CHILDREN=40 confMAX_HEADERS_LENGTH=16384 confMAX_HOP=30 confMAX_MESSAGE_SIZE=20000000
confMAX_MIME_HEADER_LENGTH=256/128 confMAX_NOOP_COMMANDS=5 confMAX_QUEUE_AGE=4h confMAX_QUEUE_CHILDREN=20
confMAX_QUEUE_RUN_SIZE=1000 confMAX_RCPTS_PER_MESSAGE=100 confMAX_RUNNERS_PER_QUEUE=4 confMCI_CACHE_SIZE=4
confMCI_CACHE_TIMEOUT=2m confMESSAGEID_HEADER=<$i@$j> confMESSAGE_TIMEOUT=6d/5h confME_TOO=False
confMILTER_LOG_LEVEL=9 confMILTER_MACROS_CONNECT=j confMILTER_MACROS_DATA=i confMILTER_MACROS_ENVFROM=i
confMILTER_MACROS_ENVRCPT=r confMILTER_MACROS_EOH=i confMILTER_MACROS_EOM=i confMILTER_MACROS_HELO=s
confMIME_FORMAT_ERRORS=False confMIN_FREE_BLOCKS=2000 confMIN_QUEUE_AGE=15m confMUST_QUOTE_CHARS=.'
confNICE_QUEUE_RUN=10 confNO_RCPT_ACTION=add-to-undisclosed confOLD_STYLE_HEADERS=False confOPERATORS=.:%@!^/[]+
confPID_FILE=/run/mail.pid confPRIVACY_FLAGS=goaway confPROCESS_TITLE_PREFIX=mail confQUEUE_FACTOR=50000
confQUEUE_FILE_MODE=0640 confQUEUE_LA=10 confQUEUE_SORT_ORDER=host confRAND_FILE=egd:/run/egd
confRCPTREJ_MSG="550 Not here" confREAD_TIMEOUT=1h confRECEIVED_HEADER=by $j id $i; $b confREFUSE_LA=15
confREJECT_LOG_INTERVAL=1h confREJECT_MSG="550 No" confREJECT_NUL=True confRELAY_MAILER=esmtp
confRELAY_MSG="550 No relay" confREQUIRES_DIR_FSYNC=False confRRT_IMPLIES_DSN=True confRUN_AS_USER=mail
confSAFE_FILE_ENV=/var/mail confSAFE_QUEUE=interactive confSAVE_FROM_LINES=True confSEPARATE_PROC=True
confSERVER_CERT=/etc/mail/tls/s.pem confSERVER_KEY=/etc/mail/tls/s.key confSERVER_SSL_OPTIONS=+SSL_OP_NO_TLSv1
confSERVICE_SWITCH_FILE=/etc/mail/switch confSEVEN_BIT_INPUT=True confSHARED_MEMORY_KEY=13521
confSHARED_MEMORY_KEY_FILE=/run/shm.key confSINGLE_LINE_FROM_HEADER=True confSINGLE_THREAD_DELIVERY=True
confSMTP_LOGIN_MSG=$j ready confSMTP_MAILER=smtp confSOFT_BOUNCE=True confSSL_ENGINE=chil
confSSL_ENGINE_PATH=/usr/lib/engines confTEMP_FILE_MODE=0640 confTIME_ZONE=USE_TZ confTLS_FALLBACK_TO_CLEAR=True
confTLS_SRV_OPTIONS=V confTO_ACONNECT=4m confTO_AUTH=4m confTO_COMMAND=10m confTO_CONNECT=1m confTO_CONTROL=1m
confTO_DATABLOCK=10m confTO_DATAFINAL=10m confTO_DATAINIT=1m confTO_FILEOPEN=30s confTO_HELO=2m
confTO_HOSTSTATUS=10m confTO_ICONNECT=30s confTO_IDENT=0 confTO_INITIAL=2m confTO_LHLO=1m confTO_MAIL=3m
confTO_MISC=1m confTO_QUEUERETURN=3d confTO_QUEUERETURN_DSN=1d confTO_QUEUERETURN_NONURGENT=6d
confTO_QUEUERETURN_NORMAL=3d confTO_QUEUERETURN_URGENT=1d confTO_QUEUEWARN=2h confTO_QUEUEWARN_DSN=3h
confTO_QUEUEWARN_NONURGENT=8h confTO_QUEUEWARN_NORMAL=2h confTO_QUEUEWARN_URGENT=30m confTO_QUIT=1m
confTO_RCPT=10m confTO_RESOLVER_RETRANS=3s confTO_RESOLVER_RETRANS_FIRST=3s confTO_RESOLVER_RETRANS_NORMAL=3s
confTO_RESOLVER_RETRY=2 confTO_RESOLVER_RETRY_FIRST=2 confTO_RESOLVER_RETRY_NORMAL=2 confTO_RSET=1m
confTO_STARTTLS=10m confTRUSTED_USER=mailnull confTRUSTED_USERS=lists confTRY_NULL_MX_LIST=True
confUNSAFE_GROUP_WRITES=False confUSERDB_SPEC=/etc/mail/userdb.db confUSE_COMPRESSED_IPV6_ADDRESSES=True
confUSE_ERRORS_TO=True confUSE_MSP=True confUUCP_MAILER=uucp-new confWORK_CLASS_FACTOR=1900
confWORK_RECIPIENT_FACTOR=20000 confWORK_TIME_FACTOR=80000 confXF_BUFFER_SIZE=8192`;

/** Every conf variable with a value. */
export const confVariables: readonly McCall[] = variables
  .trim()
  .split(/\s(?=conf[A-Z_0-9]+=)/)
  .map((pair) => {
    const name = pair.slice(0, pair.indexOf("=")).trim();
    const value = pair.slice(pair.indexOf("=") + 1).trim();
    return { kind: "conf", name, lines: [`define(\`${name}', \`${value.replaceAll("'", "")}')dnl`], at: 0 };
  });

const macro = (name: string, call: string, ...before: readonly string[]): McCall => ({
  kind: "macro",
  name,
  lines: [...before, call],
  at: before.length,
});

/** Calls that are neither features nor settings. */
export const macroCalls: readonly McCall[] = [
  macro("MASQUERADE_AS", masquerade),
  macro("MASQUERADE_DOMAIN", "MASQUERADE_DOMAIN(`old.example')dnl", masquerade),
  macro("MASQUERADE_DOMAIN_FILE", "MASQUERADE_DOMAIN_FILE(`-o /etc/mail/masquerade')dnl", masquerade),
  macro("MASQUERADE_EXCEPTION", "MASQUERADE_EXCEPTION(`own.example')dnl", masquerade),
  macro("MASQUERADE_EXCEPTION_FILE", "MASQUERADE_EXCEPTION_FILE(`-o /etc/mail/exceptions')dnl", masquerade),
  macro("EXPOSED_USER", "EXPOSED_USER(`root')dnl", masquerade),
  macro("EXPOSED_USER_FILE", "EXPOSED_USER_FILE(`-o /etc/mail/exposed')dnl", masquerade),
  macro("LOCAL_DOMAIN", "LOCAL_DOMAIN(`also.example')dnl"),
  macro("LOCAL_USER", "LOCAL_USER(`root')dnl", "define(`MAIL_HUB', `hub.example.com')dnl"),
  macro("LOCAL_USER_FILE", "LOCAL_USER_FILE(`-o /etc/mail/local-users')dnl"),
  macro("RELAY_DOMAIN", "RELAY_DOMAIN(`relayed.example 192.0.2')dnl"),
  macro("RELAY_DOMAIN_FILE", "RELAY_DOMAIN_FILE(`-o /etc/mail/relay')dnl"),
  macro("VIRTUSER_DOMAIN", virtual, "FEATURE(`virtusertable')dnl"),
  macro("VIRTUSER_DOMAIN_FILE", "VIRTUSER_DOMAIN_FILE(`-o /etc/mail/vdomains')dnl", "FEATURE(`virtusertable')dnl"),
  macro("GENERICS_DOMAIN", "GENERICS_DOMAIN(`here.example')dnl", "FEATURE(`genericstable')dnl"),
  macro("GENERICS_DOMAIN_FILE", "GENERICS_DOMAIN_FILE(`-o /etc/mail/gdomains')dnl", "FEATURE(`genericstable')dnl"),
  macro("CANONIFY_DOMAIN", "CANONIFY_DOMAIN(`short.example')dnl", "FEATURE(`nocanonify')dnl"),
  macro("CANONIFY_DOMAIN_FILE", "CANONIFY_DOMAIN_FILE(`-o /etc/mail/canonify')dnl", "FEATURE(`nocanonify')dnl"),
  macro("LDAPROUTE_DOMAIN", "LDAPROUTE_DOMAIN(`example.com')dnl", "FEATURE(`ldap_routing')dnl"),
  macro("LDAPROUTE_DOMAIN_FILE", "LDAPROUTE_DOMAIN_FILE(`-o /etc/mail/ldap')dnl", "FEATURE(`ldap_routing')dnl"),
  macro("LDAPROUTE_EQUIVALENT", "LDAPROUTE_EQUIVALENT(`example.org')dnl", "FEATURE(`ldap_routing')dnl"),
  macro("LDAPROUTE_EQUIVALENT_FILE", "LDAPROUTE_EQUIVALENT_FILE(`-o /etc/mail/equivalent')dnl"),
  macro("TRUST_AUTH_MECH", "TRUST_AUTH_MECH(`PLAIN LOGIN')dnl"),
  macro("DAEMON_OPTIONS", "DAEMON_OPTIONS(`Port=smtp,Addr=127.0.0.1, Name=MTA')dnl"),
  macro("CLIENT_OPTIONS", "CLIENT_OPTIONS(`Family=inet, Address=192.0.2.2')dnl"),
  macro("INPUT_MAIL_FILTER", "INPUT_MAIL_FILTER(`one', `S=inet:8891@127.0.0.1, F=T, T=S:4m;R:4m')dnl"),
  macro("MAIL_FILTER", "MAIL_FILTER(`two', `S=local:/run/two')dnl"),
  macro("QUEUE_GROUP", "QUEUE_GROUP(`slow', `Path=/var/spool/slow, Interval=1h')dnl"),
  macro("MODIFY_MAILER_FLAGS", "MODIFY_MAILER_FLAGS(`LOCAL', `+S')dnl"),
  macro("SMART_HOST", "define(`SMART_HOST', `relay.example.com')dnl"),
  macro("MAIL_HUB", "define(`MAIL_HUB', `hub.example.com')dnl"),
  macro("LOCAL_RELAY", "define(`LOCAL_RELAY', `hub.example.com')dnl"),
  macro("LUSER_RELAY", "define(`LUSER_RELAY', `attic.example.com')dnl"),
  macro("BITNET_RELAY", "define(`BITNET_RELAY', `bitnet.example.com')dnl"),
  macro("DECNET_RELAY", "define(`DECNET_RELAY', `decnet.example.com')dnl"),
  macro("FAX_RELAY", "define(`FAX_RELAY', `fax.example.com')dnl"),
  macro("UUCP_RELAY", "define(`UUCP_RELAY', `uucp.example.com')dnl"),
  macro("SITECONFIG", "SITECONFIG(`none', `oldname', `U')"),
  macro("UUCPSMTP", "UUCPSMTP(`oldhost', `new.example')", "LOCAL_RULE_3"),
  macro("ALIAS_FILE", "define(`ALIAS_FILE', `/etc/aliases')dnl"),
  macro("HELP_FILE", "define(`HELP_FILE', `/etc/mail/help')dnl"),
  macro("QUEUE_DIR", "define(`QUEUE_DIR', `/var/spool/mq')dnl"),
  macro("STATUS_FILE", "define(`STATUS_FILE', `/var/log/statistics')dnl"),
  macro("MAIL_SETTINGS_DIR", "FEATURE(`access_db')dnl", "define(`MAIL_SETTINGS_DIR', `/opt/mail/')dnl"),
  macro("LOCAL_MAILER_PATH", "define(`LOCAL_MAILER_PATH', `/usr/bin/maildrop')dnl"),
  macro("LOCAL_MAILER_ARGS", "define(`LOCAL_MAILER_ARGS', `maildrop -d $u')dnl"),
  macro("LOCAL_MAILER_FLAGS", "define(`LOCAL_MAILER_FLAGS', `SPfhn')dnl"),
  macro("LOCAL_MAILER_MAX", "define(`LOCAL_MAILER_MAX', `1000000')dnl"),
  macro("LOCAL_SHELL_PATH", "define(`LOCAL_SHELL_PATH', `/bin/bash')dnl"),
  macro("SMTP_MAILER_FLAGS", "define(`SMTP_MAILER_FLAGS', `e')dnl"),
  macro("SMTP_MAILER_MAX", "define(`SMTP_MAILER_MAX', `1000000')dnl"),
  macro("SMTP_MAILER_MAXRCPTS", "define(`SMTP_MAILER_MAXRCPTS', `50')dnl"),
  macro("RELAY_MAILER_ARGS", "define(`RELAY_MAILER_ARGS', `TCP $h 2525')dnl", "define(`SMART_HOST', `r.example')dnl"),
  macro("ESMTP_MAILER_ARGS", "define(`ESMTP_MAILER_ARGS', `TCP $h 587')dnl"),
];

export const allCalls: readonly McCall[] = [...features, ...mailers, ...hacks, ...confVariables, ...macroCalls];

/** A whole .mc around a call. */
export function mcWith({ kind, name, lines, ostype = "linux" }: McCall): string {
  const closed = ["nullclient", "msp"].includes(name);
  const usual = closed ? [] : ["MAILER(`local')dnl", "MAILER(`smtp')dnl"];
  const mailersLast = kind === "MAILER";
  const body = mailersLast ? [...usual.filter((line) => !lines.includes(line)), ...lines] : [...lines, ...usual];
  return [`OSTYPE(\`${ostype}')dnl`, ...body, ""].join("\n");
}
