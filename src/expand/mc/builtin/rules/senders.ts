/**
 * Rulesets that write addresses for a mailer: masquerading, the generics table, missing domains (cf/README,
 * "MASQUERADING AND RELAYING"), and the checks that a person adds to.
 */
export const senders = `SMasqHdr=93
ifdef(«_GENERICS_TABLE_», «R$+ < @ _under(«_GENERICS_ENTIRE_DOMAIN_», «G») . >→$: < $1@_got(«_GENERICS_ENTIRE_DOMAIN_») > $1 < @ _got(«_GENERICS_ENTIRE_DOMAIN_») . > @
R$+ < @ *LOCAL* >→$: < $1@$j > $1 < @ *LOCAL* > @
R< $+ > $+ < $* > @→$: < $(generics $1 $: @ $1 $) > $2 < $3 >
R<@$+ + $* @ $+> $+ < @ $+ >→$: < $(generics $1+*@$3 $@ $2 $:@$1 + $2@$3 $) > $4 < @ $5 >
R<@$+ + $* @ $+> $+ < @ $+ >→$: < $(generics $1@$3 $: $) > $4 < @ $5 >
R<@$+ > $+ < @ $+ >→$: < > $2 < @ $3 >
R< > $+ < @ $+ . >→$: < $(generics @$2 $@ $1 $: $) > $1 < @ $2 . >
R< > $+ < @ $+ >→$: < $(generics $1 $: $) > $1 < @ $2 >
R< > $+ + $* < @ $+ >→$: < $(generics $1+* $@ $2 $: $) > $1 + $2 < @ $3 >
R< > $+ + $* < @ $+ >→$: < $(generics $1 $: $) > $1 + $2 < @ $3 >
R< $* @ $* > $* < $* >→$@ $>canonify $1 @ $2
R< $+ > $* < $* >→$: $>canonify $1 @ *LOCAL*
R< > $*→$: $1
»)R$* < @ $* $=N . >→$@ $1 < @ $2 $3 . >
ifdef(«MASQUERADE_NAME», «R$=E < @ *LOCAL* >→$@ $1 < @ $j . >
R$=E < @ _under(«_MASQUERADE_ENTIRE_DOMAIN_», «M») . >→$@ $1 < @ _got(«_MASQUERADE_ENTIRE_DOMAIN_») . >
ifdef(«_LIMITED_MASQUERADE_», «», «R$=E < @ $=w . >→$@ $1 < @ $2 . >
»)R$* < @ _under(«_MASQUERADE_ENTIRE_DOMAIN_», «M») . > $*→$: $1 < @ _got(«_MASQUERADE_ENTIRE_DOMAIN_») . @ $M > _then(«_MASQUERADE_ENTIRE_DOMAIN_»)
ifdef(«_LIMITED_MASQUERADE_», «», «R$* < @ $=w . > $*→$: $1 < @ $2 . @ $M > $3
»)R$* < @ *LOCAL* > $*→$: $1 < @ $j . @ $M > $2
R$* < @ $+ @ > $*→$: $1 < @ $2 > $3
R$* < @ $+ @ $+ > $*→$: $1 < @ $3 . > $4
», «R$* < @ *LOCAL* >→$@ $1 < @ $j . >
»)
SMasqEnv=94
ifdef(«_MASQUERADE_ENVELOPE_», «R$+→$@ $>MasqHdr $1
»)R$* < @ *LOCAL* > $*→$: $1 < @ $j . > $2

`;
