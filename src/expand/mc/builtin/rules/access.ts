/**
 * How the access table is asked (cf/README, "ANTI-SPAM CONFIGURATION CONTROL"): by domain and its parents (D), by address
 * and its nets (A), by an address and its forms without detail (F), by user (U), exactly (E); and what else it may hold.
 */
export const access = `ifdef(«_ACCESS_TABLE_», «_search(«D», «_dotted()_skip()_next(«[$+.$-]», «[$1]»)_next(«[$+::$-]», «[$1]»)_next(«[$+:$-]», «[$1]»)_next(«$+.$+», «$2»)»)
_search(«A», «_skip()_next(«$+::$-», «$1»)_next(«$+:$-», «$1»)_next(«$+.$-», «$1»)»)
_search(«F», «_plus(«$+», «$3», 4, 5, 6, 7)»)
_search(«E»)
_search(«U», «_plus(«», «», 3, 4, 5, 6)»)
SSearchList
R<$+> $| <$={Src}:$*> <$*>→$: <$1> $| <$4> $| $>$2 <$3> <?> <$1> <>
R<$+> $| <> $| <?> <>→$@ <?>
R<$+> $| <$+> $| <?> <>→$@ $>SearchList <$1> $| <$2>
R<$+> $| <$*> $| <$+> <>→$@ <$3>
R<$+> $| <$+>→$@ <$2>

»)SLocal_trust_auth
Strust_auth
R$*→$: $&{auth_type} $| $1
R$@ $| $*→$#error $@ 5.7.1 $: "550 not authenticated"
R$* $| $&{auth_authen}→$@ identical
R$* $| <$&{auth_authen}>→$@ identical
R$* $| $*→$: $1 $| $>"Local_trust_auth" $2
R$* $| $#$*→$#$2
R$*→$#error $@ 5.7.1 $: "550 " $&{auth_authen} " not allowed to act as " $&{auth_author}

SLocal_Relay_Auth

Ssrv_features
_own(«srv_features»)ifdef(«_ACCESS_TABLE_», «_ask(«client», «"Srv_Features"»)R<$* <TMPF>>$*→$#temp
R<$+>$*→$# $1
»)
Sclt_features
_own(«clt_features»)ifdef(«_ACCESS_TABLE_», «_ask(«client», «"Clt_Features"»)R<$* <TMPF>>$*→$#temp
R<$+>$*→$# $1
»)
Stry_tls
_own(«try_tls»)ifdef(«_ACCESS_TABLE_», «_ask(«server», «"Try_TLS"»)R<$* <TMPF>>$*→$#error $@ 4.3.0 $: _TMPF_MSG_
R<NO>$*→$#error $@ 5.7.1 $: "550 do not try TLS with " $&{server_name} " ["$&{server_addr}"]"
»)
Stls_rcpt
_own(«tls_rcpt»)ifdef(«_ACCESS_TABLE_», «R$*→$: $(macro {TLS_Name} $@ $&{server_name} $) $1
R$+→$: <?> $>CanonAddr $1
R<?> $+ < @ $+ . >→<?> $1 <@ $2 >
R<?> $+ < @ $+ >→$: $1 <@ $2 > $| <F:$1@$2> <U:$1@> <D:$2> <E:>
R<?> $+→$: $1 $| <U:$1@> <E:>
R$* $| $+→$: $1 $| $>SearchList <! "TLS_Rcpt"> $| $2 <>
R$* $| <?>→$@ OK
R$* $| <$* <TMPF>>→$#error $@ 4.3.0 $: _TMPF_MSG_
R$* $| <$+>→$@ $>"TLS_connection" $&{verify} $| <$2>
»)
Stls_client
_own(«tls_client», «<?>»)ifdef(«_ACCESS_TABLE_», «R$*→$: $(macro {TLS_Name} $@ $&{client_name} $) $1
R$* $| $*→$: $1 $| $>D <$&{client_name}> <?> <! "TLS_Clt"> <>
R$* $| <?>$*→$: $1 $| $>A <$&{client_addr}> <?> <! "TLS_Clt"> <>
R$* $| <?>$*→$: $1 $| <$(access "TLS_Clt": $: ? $)>
R$* $| <$* <TMPF>>→$#error $@ 4.3.0 $: _TMPF_MSG_
R$*→$@ $>"TLS_connection" $1
», «R$* $| $*→$@ $>"TLS_connection" $1
»)
Stls_server
_own(«tls_server»)ifdef(«_ACCESS_TABLE_», «R$*→$: $(macro {TLS_Name} $@ $&{server_name} $) $1
R$*→$: $1 $| $>D <$&{server_name}> <?> <! "TLS_Srv"> <>
R$* $| <?>$*→$: $1 $| $>A <$&{server_addr}> <?> <! "TLS_Srv"> <>
R$* $| <?>$*→$: $1 $| <$(access "TLS_Srv": $: ? $)>
R$* $| <$* <TMPF>>→$#error $@ 4.3.0 $: _TMPF_MSG_
»)R$*→$@ $>"TLS_connection" $1

STLS_connection
ifdef(«_ACCESS_TABLE_», «R$* $| <$*>$*→$: $1 $| <$2>
R$* $| <PERM + $={Tls} $*>→$: $1 $| <503:5.7.0> <$2 $3>
R$* $| <TEMP + $={Tls} $*>→$: $1 $| <403:4.7.0> <$2 $3>
R$* $| <$={Tls} $*>→$: $1 $| <_TLS_CODE_:_TLS_STATUS_> <$2 $3>
_handshake(«SOFTWARE», «TLS handshake failed.»)_handshake(«PROTOCOL», «STARTTLS failed.»)_handshake(«DANE_FAIL», «DANE check failed.»)_handshake(«CONFIG», «STARTTLS temporarily not possible.»)R$* $| <$*> <VERIFY>→$: <$2> <VERIFY> <> $1
R$* $| <$*> <VERIFY + $+>→$: <$2> <VERIFY> <$3> $1
R$* $| <$*> <$={Tls}:$->$*→$: <$2> <$3:$4> <> $1
R$* $| <$*> <$={Tls}:$- + $+>$*→$: <$2> <$3:$4> <$5> $1
R$* $| $*→$@ OK
R<$*><VERIFY> <> $={TlsVerified}→$@ OK
R<$*><VERIFY> <$+> $={TlsVerified}→$: <$1> <REQ:0> <$2>
R<$*><VERIFY:$-> <$*> $={TlsVerified}→$: <$1> <REQ:$2> <$3>
R<$*><ENCR:$-> <$*> $*→$: <$1> <REQ:$2> <$3>
R<$-:$+><VERIFY $*> <$*> $*→$#error $@ $2 $: $1 " authentication required"
R<$*><REQ:$-> <$*>→$: <$1> <REQ:$2> <$3> $>max $&{cipher_bits} : $&{auth_ssf}
R<$*><REQ:$-> <$*> $-→$: <$1> <$2:$4> <$3> $(arith l $@ $4 $@ $2 $)
R<$-:$+><$-:$-> <$*> TRUE→$#error $@ $2 $: $1 " encryption too weak " $4 " less than " $3
R<$-:$+><$-:$-> <$*> $*→$: <$1:$2 ++ $5>
R<$-:$+ ++ >→$@ OK
R<$-:$+ ++ $+ >→$: <$1:$2> <$3>
R<$-:$+> < $+ ++ $+ >→<$1:$2> <$3> <$4>
R<$-:$+> $+→$@ $>"TLS_req" $3 $| <$1:$2>

STLS_req
R $| $+→$@ OK
R<CN> $* $| <$+>→$: <CN:$&{TLS_Name}> $1 $| <$2>
_certificate(«CN», «cn_subject», «CN»)_certificate(«CS», «cert_subject», «Cert Subject»)_certificate(«CI», «cert_issuer», «Cert Issuer»)R<CITag:$-> $* $| <$+>→$: <$(access $1:$&{cert_issuer} $: ? $)> $2 $| <$3>
R<?> $* $| <$-:$+>→$#error $@ $3 $: $2 " Cert Issuer " $&{cert_issuer} " not acceptable"
R<OK> $* $| <$+>→$@ $>"TLS_req" $1 $| <$2>
ROK→$@ OK

Smax
R:→$: 0
R:$-→$: $1
R$-:→$: $1
R$-:$-→$: $(arith l $@ $1 $@ $2 $) : $1 : $2
RTRUE:$-:$-→$: $2
R$-:$-:$-→$: $2
», «_refused(«SOFTWARE», «TLS handshake failed.»)_refused(«DANE_FAIL», «DANE check failed.»)_refused(«PROTOCOL», «STARTTLS failed.»)_refused(«CONFIG», «STARTTLS temporarily not possible.»)»)
SRelayTLS
ifdef(«_ACCESS_TABLE_», «R$*→$: <?> $&{verify}
R<?> $={TlsVerified}→$: OK
R<?> $*→$@ NO
R$*→$: $&{cert_issuer}
R$+→$: $(access CERTISSUER:$1 $)
RRELAY→$# RELAY
RSUBJECT→$: <@> $&{cert_subject}
R<@> $+→$: <@> $(access CERTSUBJECT:$1 $)
R<@> RELAY→$# RELAY
R$*→$: NO
»)
Sauthinfo
ifdef(«_AUTHINFO_TABLE_», «R$*→$: <$(authinfo AuthInfo:$&{server_name} $: ? $)>
R<?>→$: <$(authinfo AuthInfo:$&{server_addr} $: ? $)>
R<?>→$: <$(authinfo AuthInfo: $: ? $)>
R<?>→$@ no
R<$*>→$# $1
», «ifdef(«_ACCESS_TABLE_», «R$*→$: $1 $| $>D <$&{server_name}> <?> <! AuthInfo> <>
R$* $| <?>$*→$: $1 $| $>A <$&{server_addr}> <?> <! AuthInfo> <>
R$* $| <?>$*→$: $1 $| <$(access AuthInfo: $: ? $)> <>
R$* $| <?>$*→$@ no
R$* $| <$*> <>→$# $2
»)»)
_control(«RateControl», «_RATE_», «ClientRate», «client_rate», «Connection rate limit exceeded.»)_control(«ConnControl», «_CONNECTIONS_», «ClientConn», «client_connections», «Too many open connections.»)undivert(9)
undivert(11)
undivert(7)`;
