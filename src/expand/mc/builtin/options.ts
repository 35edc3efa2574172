/**
 * The option that each conf variable sets (cf/README, "TWEAKING CONFIGURATION OPTIONS"), for .mc files without a
 * library. `confX=Option`, in the order of the cf file.
 */
const table = `
confSEVEN_BIT_INPUT=SevenBitInput
confEIGHT_BIT_HANDLING=EightBitMode confALIAS_WAIT=AliasWait confMIN_FREE_BLOCKS=MinFreeBlocks
confMAX_MESSAGE_SIZE=MaxMessageSize confBLANK_SUB=BlankSub confCON_EXPENSIVE=HoldExpensive
confCHECKPOINT_INTERVAL=CheckpointInterval confDELIVERY_MODE=DeliveryMode confERROR_MESSAGE=ErrorHeader
confERROR_MODE=ErrorMode confSAVE_FROM_LINES=SaveFromLine confQUEUE_FILE_MODE=QueueFileMode
confTEMP_FILE_MODE=TempFileMode confMATCH_GECOS=MatchGECOS confMAX_HOP=MaxHopCount confIGNORE_DOTS=IgnoreDots
confBIND_OPTS=ResolverOptions confMIME_FORMAT_ERRORS=SendMimeErrors confFORWARD_PATH=ForwardPath
confMCI_CACHE_SIZE=ConnectionCacheSize confMCI_CACHE_TIMEOUT=ConnectionCacheTimeout
confHOST_STATUS_DIRECTORY=HostStatusDirectory confSINGLE_THREAD_DELIVERY=SingleThreadDelivery
confUSE_ERRORS_TO=UseErrorsTo confUSE_COMPRESSED_IPV6_ADDRESSES=UseCompressedIPv6Addresses confLOG_LEVEL=LogLevel
confME_TOO=MeToo confCHECK_ALIASES=CheckAliases confOLD_STYLE_HEADERS=OldStyleHeaders
confDIRECT_SUBMISSION_MODIFIERS=DirectSubmissionModifiers confUSE_MSP=UseMSP confPRIVACY_FLAGS=PrivacyOptions
confCOPY_ERRORS_TO=PostmasterCopy confQUEUE_FACTOR=QueueFactor confMAX_QUEUE_CHILDREN=MaxQueueChildren
confMAX_RUNNERS_PER_QUEUE=MaxRunnersPerQueue confNICE_QUEUE_RUN=NiceQueueRun confQUEUE_SORT_ORDER=QueueSortOrder
confMIN_QUEUE_AGE=MinQueueAge confMAX_QUEUE_AGE=MaxQueueAge confMAX_QUEUE_RUN_SIZE=MaxQueueRunSize
confFAST_SPLIT=FastSplit confSHARED_MEMORY_KEY=SharedMemoryKey confSHARED_MEMORY_KEY_FILE=SharedMemoryKeyFile
confTO_INITIAL=Timeout.initial confTO_CONNECT=Timeout.connect confTO_ACONNECT=Timeout.aconnect
confTO_ICONNECT=Timeout.iconnect confTO_HELO=Timeout.helo confTO_MAIL=Timeout.mail confTO_RCPT=Timeout.rcpt
confTO_DATAINIT=Timeout.datainit confTO_DATABLOCK=Timeout.datablock confTO_DATAFINAL=Timeout.datafinal
confTO_RSET=Timeout.rset confTO_QUIT=Timeout.quit confTO_MISC=Timeout.misc confTO_COMMAND=Timeout.command
confTO_IDENT=Timeout.ident confTO_FILEOPEN=Timeout.fileopen confTO_CONTROL=Timeout.control
confTO_QUEUERETURN=Timeout.queuereturn confTO_QUEUERETURN_NORMAL=Timeout.queuereturn.normal
confTO_QUEUERETURN_URGENT=Timeout.queuereturn.urgent
confTO_QUEUERETURN_NONURGENT=Timeout.queuereturn.non-urgent confTO_QUEUERETURN_DSN=Timeout.queuereturn.dsn
confTO_QUEUEWARN=Timeout.queuewarn confTO_QUEUEWARN_NORMAL=Timeout.queuewarn.normal
confTO_QUEUEWARN_URGENT=Timeout.queuewarn.urgent confTO_QUEUEWARN_NONURGENT=Timeout.queuewarn.non-urgent confTO_QUEUEWARN_DSN=Timeout.queuewarn.dsn
confTO_HOSTSTATUS=Timeout.hoststatus confTO_RESOLVER_RETRANS=Timeout.resolver.retrans
confTO_RESOLVER_RETRANS_FIRST=Timeout.resolver.retrans.first
confTO_RESOLVER_RETRANS_NORMAL=Timeout.resolver.retrans.normal confTO_RESOLVER_RETRY=Timeout.resolver.retry
confTO_RESOLVER_RETRY_FIRST=Timeout.resolver.retry.first confTO_RESOLVER_RETRY_NORMAL=Timeout.resolver.retry.normal
confTO_LHLO=Timeout.lhlo confTO_AUTH=Timeout.auth confTO_STARTTLS=Timeout.starttls confDELIVER_BY_MIN=DeliverByMin
confDONT_PRUNE_ROUTES=DontPruneRoutes confSAFE_QUEUE=SuperSafe confDEF_USER_ID=DefaultUser
confUSERDB_SPEC=UserDatabaseSpec confFALLBACK_MX=FallbackMXhost confFALLBACK_SMARTHOST=FallbackSmartHost
confTRY_NULL_MX_LIST=TryNullMXList confQUEUE_LA=QueueLA confREFUSE_LA=RefuseLA
confREJECT_LOG_INTERVAL=RejectLogInterval confDELAY_LA=DelayLA confMAX_DAEMON_CHILDREN=MaxDaemonChildren
confCONNECTION_RATE_THROTTLE=ConnectionRateThrottle confCONNECTION_RATE_WINDOW_SIZE=ConnectionRateWindowSize
confWORK_RECIPIENT_FACTOR=RecipientFactor confSEPARATE_PROC=ForkEachJob confWORK_CLASS_FACTOR=ClassFactor
confWORK_TIME_FACTOR=RetryFactor confDEF_CHAR_SET=DefaultCharSet confSERVICE_SWITCH_FILE=ServiceSwitchFile
confHOSTS_FILE=HostsFile confDIAL_DELAY=DialDelay confNO_RCPT_ACTION=NoRecipientAction
confSAFE_FILE_ENV=SafeFileEnvironment confCOLON_OK_IN_ADDR=ColonOkInAddr confDONT_EXPAND_CNAMES=DontExpandCnames
confSMTP_LOGIN_MSG=SmtpGreetingMessage confFROM_LINE=UnixFromLine confSINGLE_LINE_FROM_HEADER=SingleLineFromHeader
confALLOW_BOGUS_HELO=AllowBogusHELO confMUST_QUOTE_CHARS=MustQuoteChars confOPERATORS=OperatorChars
confDONT_INIT_GROUPS=DontInitGroups confUNSAFE_GROUP_WRITES=UnsafeGroupWrites
confDOUBLE_BOUNCE_ADDRESS=DoubleBounceAddress confSOFT_BOUNCE=SoftBounce confDEAD_LETTER_DROP=DeadLetterDrop
confRUN_AS_USER=RunAsUser confMAX_RCPTS_PER_MESSAGE=MaxRecipientsPerMessage confBAD_RCPT_THROTTLE=BadRcptThrottle
confDONT_PROBE_INTERFACES=DontProbeInterfaces confRRT_IMPLIES_DSN=RrtImpliesDsn confCONNECT_ONLY_TO=ConnectOnlyTo
confTRUSTED_USER=TrustedUser confCONTROL_SOCKET_NAME=ControlSocketName confMAX_MIME_HEADER_LENGTH=MaxMimeHeaderLength
confMAX_HEADERS_LENGTH=MaxHeadersLength confMAX_ALIAS_RECURSION=MaxAliasRecursion confPID_FILE=PidFile
confPROCESS_TITLE_PREFIX=ProcessTitlePrefix confDF_BUFFER_SIZE=DataFileBufferSize
confXF_BUFFER_SIZE=XscriptFileBufferSize confMAILBOX_DATABASE=MailboxDatabase confREQUIRES_DIR_FSYNC=RequiresDirfsync
confAUTH_MECHANISMS=AuthMechanisms confAUTH_REALM=AuthRealm confDEF_AUTH_INFO=DefaultAuthInfo
confAUTH_OPTIONS=AuthOptions confAUTH_MAX_BITS=AuthMaxBits confTLS_SRV_OPTIONS=TLSSrvOptions
confCIPHER_LIST=CipherList confSERVER_SSL_OPTIONS=ServerSSLOptions confCLIENT_SSL_OPTIONS=ClientSSLOptions
confSSL_ENGINE=SSLEngine confSSL_ENGINE_PATH=SSLEnginePath confTLS_FALLBACK_TO_CLEAR=TLSFallbacktoClear
confINPUT_MAIL_FILTERS=InputMailFilters confMILTER_LOG_LEVEL=Milter.LogLevel
confMILTER_MACROS_CONNECT=Milter.macros.connect confMILTER_MACROS_HELO=Milter.macros.helo
confMILTER_MACROS_ENVFROM=Milter.macros.envfrom confMILTER_MACROS_ENVRCPT=Milter.macros.envrcpt
confMILTER_MACROS_EOM=Milter.macros.eom confMILTER_MACROS_EOH=Milter.macros.eoh
confMILTER_MACROS_DATA=Milter.macros.data confCACERT_PATH=CACertPath confCACERT=CACertFile
confSERVER_CERT=ServerCertFile confSERVER_KEY=ServerKeyFile confCLIENT_CERT=ClientCertFile
confCLIENT_KEY=ClientKeyFile confCRL=CRLFile confCRL_PATH=CRLPath confDH_PARAMETERS=DHParameters
confRAND_FILE=RandFile confCERT_FINGERPRINT_ALGORITHM=CertFingerprintAlgorithm confDANE=DANE
confMAX_NOOP_COMMANDS=MaxNOOPCommands confHELO_NAME=HeloName confREJECT_NUL=RejectNUL
`;

/** What the library sets when a .mc says nothing (cf/README, the default column). */
const defaults: Readonly<Record<string, string>> = {
  confSEVEN_BIT_INPUT: "False",
  confALIAS_WAIT: "10",
  confMIN_FREE_BLOCKS: "100",
  confBLANK_SUB: ".",
  confCON_EXPENSIVE: "False",
  confDELIVERY_MODE: "background",
  confTEMP_FILE_MODE: "0600",
  confMIME_FORMAT_ERRORS: "True",
  confFORWARD_PATH: "$z/.forward.$w:$z/.forward",
  confMCI_CACHE_SIZE: "2",
  confMCI_CACHE_TIMEOUT: "5m",
  confUSE_ERRORS_TO: "False",
  confLOG_LEVEL: "9",
  confCHECK_ALIASES: "False",
  confOLD_STYLE_HEADERS: "True",
  confPRIVACY_FLAGS: "authwarnings",
  confTO_QUEUERETURN: "5d",
  confTO_QUEUEWARN: "4h",
  confSAFE_QUEUE: "True",
  confSMTP_LOGIN_MSG: "$j Sendmail $v/$Z; $b",
  confFROM_LINE: "From $g $d",
  confOPERATORS: ".:%@!^/[]+",
  confMILTER_MACROS_CONNECT: "`j, _, {daemon_name}, {if_name}, {if_addr}'",
  confMILTER_MACROS_HELO: "`{tls_version}, {cipher}, {cipher_bits}, {cert_subject}, {cert_issuer}'",
  confMILTER_MACROS_ENVFROM:
    "`i, {auth_type}, {auth_authen}, {auth_ssf}, {auth_author}, {mail_mailer}, {mail_host}, {mail_addr}'",
  confMILTER_MACROS_ENVRCPT: "`{rcpt_mailer}, {rcpt_host}, {rcpt_addr}'",
  confMILTER_MACROS_EOM: "{msg_id}",
  ALIAS_FILE: "MAIL_SETTINGS_DIR`'aliases",
};

/** m4 text that gives the conf variables what they hold before a .mc says anything. */
export function defaultSettings(): string {
  return Object.entries(defaults)
    .map(([name, value]) => `define(\`${name}', \`${value}')`)
    .join("\n");
}

/** m4 text that prints an `O` line for every conf variable that has a value; those of filters only where there is one. */
export function optionLines(): string {
  const pairs = table
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split("="));
  return pairs
    .map(([name = "", option = ""]) => {
      const line = `_option(\`${option}', \`${name}')`;
      return option.startsWith("Milter.") ? `ifelse(_FILTERS_, \`1', \`${line}')` : line;
    })
    .join("");
}
