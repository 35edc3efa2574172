/**
 * Phrases that the rules of `rules/` are made of: m4 macros for what stands there more than once, or only on condition.
 * `«` `»` are m4's quotes, `→` a tab, `¤` a dollar sign that m4 must not take for an argument.
 */
export const phrases = `divert(-1)
define(«_under», «ifdef(«$1», «¤* ¤=$2», «¤=$2»)»)
define(«_got», «ifdef(«$1», «¤2 ¤3», «¤2»)»)
define(«_then», «ifdef(«$1», «¤4», «¤3»)»)
define(«_virtdetail», «R<@> ¤+ + $1 < @ ¤+ . >→¤: < ¤(virtuser $2 @ ¤3 ¤@ ¤1 ¤@ ¤2 ¤@ +¤2 ¤: $3 ¤) > ¤1 + ¤2 < @ ¤3 . >
»)
define(«_uucpclass», «ifdef(«_CLASS_$1_», «R¤* < @ ¤=$1 . UUCP > ¤*→¤@ ¤1 < @ ¤2 . UUCP . > ¤3
»)»)
define(«_uucproute», «ifdef(«_CLASS_$1_», «R¤* < @ ¤=$1 . UUCP . > ¤*→¤: ¤>MailerToTriple < ¤$1 > ¤1 <@¤2.UUCP.> ¤3
»)»)
define(«_check», «SLocal_check_$1
S«»ifdef(«_DELAY_», «check$1», «check_$1»)
$2R¤*→¤: ¤1 ¤| ¤>"Local_check_$1" ¤1
ifelse(«$1», «relay», «R¤* ¤| ¤* ¤| ¤#¤*→¤#¤3
R¤* ¤| ¤* ¤| ¤*→¤@ ¤>"Basic_check_relay" ¤1 ¤| ¤2
», «R¤* ¤| ¤#¤*→¤#¤2
R¤* ¤| ¤*→¤@ ¤>"Basic_check_$1" ¤1
»)
»)
define(«_deferred», «R¤*→¤: < ¤&{deliveryMode} > ¤1
R< d > ¤*→¤@ deferred
R< ¤* > ¤*→¤: ¤2
»)
define(«_verdicts», «R<REJECT>$1→¤#error $2
R<DISCARD>$1→¤#discard ¤: discard
R<QUARANTINE:¤+>$1→¤#error ¤@ quarantine ¤: ¤1
R<ERROR:¤-.¤-.¤-:¤+>$1→¤#error ¤@ ¤1.¤2.¤3 ¤: ¤4
R<ERROR:¤+>$1→¤#error ¤: ¤1
R<¤* <TMPF>>$1→¤#error ¤@ 4.3.0 ¤: _TMPF_MSG_
R<¤+>$1→¤#error ¤: ¤1
»)
define(«_TMPF_MSG_», «"451 Temporary system failure. Please try again later."»)
define(«_REJECT_MSG_», «ifdef(«confREJECT_MSG», «¤: confREJECT_MSG», «¤@ 5.7.1 ¤: "550 Access denied"»)»)
define(«_loopback», «R<@> < ¤* @ $1 >→¤: < ? ¤&{client_name} > < ¤1 @ $1 >
»)
define(«_search», «define(«_kind_», «$1»)S$1
R<¤*> <¤+> <¤- ¤-> <¤*>→¤: < ¤(access ¤4:¤1 ¤: ? ¤) > <¤1> <¤2> <¤3 ¤4> <¤5>
R<?> <¤+> <¤+> <+ ¤-> <¤*>→¤: < ¤(access ¤1 ¤: ? ¤) > <¤1> <¤2> <+ ¤3> <¤4>
$2R<?> <¤*> <¤+> <¤- ¤-> <¤*>→¤@ <¤2> <¤5>
R<¤* <TMPF>> <¤*> <¤+> <¤- ¤-> <¤*>→¤@ <<TMPF>> <¤6>
R<¤*> <¤*> <¤+> <¤- ¤-> <¤*>→¤@ <¤1> <¤6>
»)
define(«_next», «R<?> <$1> <¤+> <¤- ¤-> <¤*>→¤@ ¤>_kind_ <$2> <¤3> <¤4 ¤5> <¤6>
»)
define(«_dotted», «ifdef(«_LOOKUPDOTDOMAIN_», «R<?> <¤+.¤+> <¤+> <¤- ¤-> <¤*>→¤: < ¤(access ¤5:.¤2 ¤: ? ¤) > <¤1.¤2> <¤3> <¤4 ¤5> <¤6>
R<?> <¤+.¤+> <¤+> <+ ¤-> <¤*>→¤: < ¤(access .¤2 ¤: ? ¤) > <¤1.¤2> <¤3> <+ ¤4> <¤5>
»)»)
define(«_skip», «ifdef(«_ACCESS_SKIP_», «R<SKIP> <¤+> <¤+> <¤- ¤-> <¤*>→¤@ <¤2> <¤5>
»)»)
define(«_plus», «_detail(«+*», $@)_detail(«», $@)»)
define(«_detail», «R<?> <¤+ + ¤* @$2> <¤+> <¤- ¤-> <¤*>→¤: <¤(access ¤$6:¤1$1@$3 ¤: ? ¤)> <¤1+¤2@$3> <¤$4> <¤$5 ¤$6> <¤$7>
R<?> <¤+ + ¤* @$2> <¤+> <+ ¤-> <¤*>→¤: <¤(access ¤1$1@$3 ¤: ? ¤)> <¤1+¤2@$3> <¤$4> <+ ¤$5> <¤$6>
»)
define(«_own», «ifdef(«_OWN_$1_», «R¤*→¤: ¤1 ifelse(«$2», «», «¤|», «$2») ¤>"Local_$1" ¤1
R¤* ifelse(«$2», «», «¤|», «$2») ¤#¤*→¤#¤2
R¤* ifelse(«$2», «», «¤|», «$2») ¤*→¤: ¤1
»)»)
define(«_ask», «R¤*→¤: ¤>D <¤&{$1_name}> <?> <! $2> <>
R<?>¤*→¤: ¤>A <¤&{$1_addr}> <?> <! $2> <>
R<?>¤*→¤: <¤(access $2: ¤: ? ¤)>
R<?>¤*→¤@ OK
»)
define(«_TLS_CODE_», «ifdef(«TLS_PERM_ERR», «554», «454»)»)
define(«_TLS_STATUS_», «ifdef(«TLS_PERM_ERR», «5.7.0», «4.7.0»)»)
define(«_handshake», «R$1 ¤| <¤-:¤+> ¤*→¤#error ¤@ ¤2 ¤: ¤1 " $2"
R$1 ¤| ¤*→¤#error ¤@ _TLS_STATUS_ ¤: "_TLS_CODE_ $2"
»)
define(«_refused», «R$1→¤#error ¤@ _TLS_STATUS_ ¤: "_TLS_CODE_ $2"
»)
define(«_certificate», «R<$1:¤&{$2}> ¤* ¤| <¤+>→¤@ ¤>"TLS_req" ¤1 ¤| <¤2>
R<$1:¤+> ¤* ¤| <¤-:¤+>→¤#error ¤@ ¤4 ¤: ¤3 " $3 " ¤&{$2} " does not match " ¤1
»)
define(«_control», «ifdef(«$2», «S$1
R¤*→¤: <A:¤&{client_addr}> <E:>
R¤+→¤: ¤>SearchList <! $3> ¤| ¤1 <>
R<?>→¤@ OK
R<¤* <TMPF>>→¤#error ¤@ 4.3.0 ¤: _TMPF_MSG_
R<0>→¤@ OK
R<¤+>→¤: <¤1> ¤| ¤(arith l ¤@ ¤1 ¤@ ¤&{$4} ¤)
R<¤+> ¤| TRUE→¤#error ¤@ 4.3.2 ¤: ifdef(«$2REPLY_», «$2REPLY_», «452») $5

»)»)
define(«_ldaprelay», «ifdef(«_MAILER_TABLE_», «¤>LDAPMailertable <$1> $2», «¤#_R_ ¤@ $1 ¤: $2»)»)
define(«_ldaprules», «SLDAPExpand
R<¤+><¤+><¤*>→¤: <¤(ldapmra ¤2 ¤: ¤)> <¤(ldapmh ¤2 ¤: ¤)> <¤1> <¤2> <¤3>
R<¤* <TMPF>> <¤*> <¤+> <¤+> <¤*>→¤: ¤&{opMode} ¤| TMPF <¤&{addr_type}> ¤| ¤3
R<¤*> <¤* <TMPF>> <¤+> <¤+> <¤*>→¤: ¤&{opMode} ¤| TMPF <¤&{addr_type}> ¤| ¤3
ifelse(_LDAP_TEMP_, «tempfail», «R¤={SMTPOpModes} ¤| TMPF <e r> ¤| ¤+→¤#error ¤@ 4.3.0 ¤: _TMPF_MSG_
»)R¤* ¤| TMPF <¤*> ¤| ¤+→¤@ ¤3
ifelse(_LDAP_DETAIL_, «preserve», «R<¤+@¤+> <¤=w> <¤+> <¤+> <¤*>→¤@ ¤>Parse0 ¤>canonify ¤1 ¤6 @ ¤2
R<¤+@¤+> <> <¤+> <¤+> <¤*>→¤@ ¤>Parse0 ¤>canonify ¤1 ¤5 @ ¤2
»)R<¤+> <¤=w> <¤+> <¤+> <¤*>→¤@ ¤>Parse0 ¤>canonify ¤1
R<¤+> <> <¤+> <¤+> <¤*>→¤@ ¤>Parse0 ¤>canonify ¤1
ifelse(_LDAP_DETAIL_, «preserve», «R<¤+@¤+> <¤+> <¤+> <¤+> <¤*>→_ldaprelay(«¤3», «¤>canonify ¤1 ¤6 @ ¤2»)
»)R<¤+> <¤+> <¤+> <¤+> <¤*>→_ldaprelay(«¤2», «¤>canonify ¤1»)
R<> <¤=w> <¤+> <¤+> <¤*>→¤@ ¤2
R<> <¤+> <¤+> <¤+> <¤*>→_ldaprelay(«¤1», «¤2»)
ifdef(«_LDAP_DETAIL_», «R<> <> <¤+> <¤+ + ¤* @ ¤+> <>→¤@ ¤>LDAPExpand <¤1> <¤2 @ ¤4> <+¤3>
»)ifdef(«_LDAP_NODOMAIN_», «R<> <> <¤+> <¤+ @ ¤+> <¤*>→¤: <> <> <¤1> <@ ¤3> <¤4>
», «ifelse(_LDAP_DETAIL_, «preserve», «R<> <> <¤+> <¤+ + ¤* @ ¤+> <>→¤@ ¤>LDAPExpand <¤1> <@ ¤4> <+¤3>
»)R<> <> <¤+> <¤+ @ ¤+> <¤*>→¤@ ¤>LDAPExpand <¤1> <@ ¤3> <¤4>
»)ifelse(_LDAP_, «passthru», «R<> <> <¤+> <@ ¤+> <¤*>→¤@ ¤1
», «R<> <> <¤+> <@ ¤+> <¤*>→¤: <?> < ¤&{addr_type} > < ¤1 >
R<?> <e r> <¤+>→¤#error ¤@ nouser ¤: "550 User unknown"
ifelse(_LDAP_, «sendertoo», «R<?> <e s> <¤+>→¤#error ¤@ nouser ¤: "550 User unknown"
»)R<?> <¤*> <¤+>→¤@ ¤2
»)
»)
`;
