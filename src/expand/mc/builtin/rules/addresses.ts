/**
 * Rulesets 3 and 4: how addresses are read and written (op.me section 5.1; RFC 822 and 821). Without FEATURE nouucp a `!`
 * parts host and user, without nopercenthack a `%` does; every name is asked of the DNS unless FEATURE nocanonify says no.
 */
export const addresses = `Scanonify=3
R$@→$@ <@>
R$*→$: $1 <@>
R$* < $* > $* <@>→$: $1 < $2 > $3
R@ $* <@>→$: @ $1
R$* [ IPv6 : $+ ] <@>→$: $1 [ IPv6 : $2 ]
R$* :: $* <@>→$: $1 :: $2
R:«include»: $* <@>→$: :«include»: $1
R$* : $* [ $* ]→$: $1 : $2 [ $3 ] <@>
R$* : $* <@>→$: $2
R$* <@>→$: $1
R$* ;→$1
R$* < $+ :; > $*→$@ $2 :; <@>
R$* < $* ; >→$1 < $2 >
R$@→$@ :; <@>
R$*→$: < $1 >
R$+ < $* >→< $2 >
R< $* > $+→< $1 >
R<>→$@ < @ >
R< $+ >→$: $1
ifdef(«_USE_DEPRECATED_ROUTE_ADDR_», «R@ $+ , $+→@ $1 : $2
R@ [$+] : $+→$@ $>Canonify2 < @ [$1] > : $2
R@ $+ : $+→$@ $>Canonify2 < @$1 > : $2
», «R@ $+ , $+→$2
R@ [ $* ] : $+→$2
R@ $+ : $+→$2
»)R $+ : $* ; @ $+→$@ $>Canonify2 $1 : $2 ; < @ $3 >
R $+ : $* ;→$@ $1 : $2;
R$+ @ $+→$: $1 < @ $2 >
R$+ < $+ @ $+ >→$1 $2 < @ $3 >
R$+ < @ $+ >→$@ $>Canonify2 $1 < @ $2 >
ifdef(«_NO_UUCP_», «», «R$- ! $+→$@ $>Canonify2 $2 < @ $1 .UUCP >
R$+ . $- ! $+→$@ $>Canonify2 $3 < @ $1 . $2 >
R$+ ! $+→$@ $>Canonify2 $2 < @ $1 .UUCP >
»)ifdef(«_USE_DECNET_SYNTAX_», «R$- :: $+→$@ $>Canonify2 $2 < @ $1 .DECNET >
R$- . $- :: $+→$@ $>Canonify2 $3 < @ $1.$2 .DECNET >
»)ifdef(«_NO_PERCENTHACK_», «», «R$* % $*→$1 @ $2
R$* @ $* @ $*→$1 % $2 @ $3
»)R$* @ $*→$@ $>Canonify2 $1 < @ $2 >
R$*→$@ $>Canonify2 $1

SCanonify2=96
R$* < @ localhost > $*→$: $1 < @ $j . > $2
R$* < @ localhost . $m > $*→$: $1 < @ $j . > $2
ifdef(«_NO_UUCP_», «», «R$* < @ localhost . UUCP > $*→$: $1 < @ $j . > $2
»)R$* < @ [ $+ ] > $*→$: $1 < @@ [ $2 ] > $3
R$* < @@ $=w > $*→$: $1 < @ $j . > $3
R$* < @@ $+ > $*→$@ $1 < @ $2 > $3
ifdef(«_DOMAIN_TABLE_», «R$* < @ $+ > $*→$: $1 < @ $(domaintable $2 $) > $3
»)undivert(2)ifdef(«_BITDOMAIN_TABLE_», «R$* < @ $+ .BITNET > $*→$: $1 < @ $(bitdomain $2 $: $2.BITNET $) > $3
»)ifdef(«_UUDOMAIN_TABLE_», «R$* < @ $+ .UUCP > $*→$: $1 < @ $(uudomain $2 $: $2.UUCP $) > $3
»)ifdef(«_NO_UUCP_», «», «ifdef(«UUCP_RELAY», «R$* < @ $+ . UUCP > $*→$@ $1 < @ $2 . UUCP . > $3
», «_uucpclass(«U»)_uucpclass(«V»)_uucpclass(«W»)_uucpclass(«X»)_uucpclass(«Y»)ifdef(«_NO_CANONIFY_», «», «R$* < @ $+ . UUCP > $*→$: $1 < @ $[ $2 $] . UUCP . > $3
R$* < @ $+ . . UUCP . > $*→$@ $1 < @ $2 . > $3
»)»)»)R$* < @ $* $=P > $*→$: $1 < @ $2 $3 . > $4
R$* < @ $* $~P > $*→$: $&{daemon_flags} $| $1 < @ $2 $3 > $4
ifdef(«_NO_CANONIFY_», «R$* $| $* < @ $* $={Canonify} > $*→$: $2 < @ $[ $3 $4 $] > $5
R$* c $* $| $* < @ $* > $*→$: $3 < @ $[ $4 $] > $5
R$* $| $* < @ $+ . > $*→$: $2 < @ $3 . > $4
R$* $| $* < @ $+.$+ > $*→$: $2 < @ $3.$4 . > $5
ifdef(«_CANONIFY_HOSTS_», «R$* $| $* < @ $* > $*→$: $2 < @ $[ $3 $] > $4
»)», «R$* CC $* $| $* < @ $+.$+ > $*→$: $3 < @ $4.$5 . > $6
R$* CC $* $| $*→$: $3
R$* $| $* < @ $* > $*→$: $2 < @ $[ $3 $] > $4
»)R$* $| $*→$: $2
R$* < @ $=w > $*→$: $1 < @ $2 . > $3
R$* < @ _under(«_MASQUERADE_ENTIRE_DOMAIN_», «M») > $*→$: $1 < @ _got(«_MASQUERADE_ENTIRE_DOMAIN_») . > _then(«_MASQUERADE_ENTIRE_DOMAIN_»)
ifdef(«_VIRTUSER_TABLE_», «R$* < @ _under(«_VIRTUSER_ENTIRE_DOMAIN_», «{VirtHost}») > $*→$: $1 < @ _got(«_VIRTUSER_ENTIRE_DOMAIN_») . > _then(«_VIRTUSER_ENTIRE_DOMAIN_»)
»)ifdef(«_GENERICS_TABLE_», «R$* < @ _under(«_GENERICS_ENTIRE_DOMAIN_», «G») > $*→$: $1 < @ _got(«_GENERICS_ENTIRE_DOMAIN_») . > _then(«_GENERICS_ENTIRE_DOMAIN_»)
»)R$* < @ $* . . > $*→$1 < @ $2 . > $3

Sfinal=4
R$+ :; <@>→$@ $1 :
R$* <@>→$@
R$* < @ $+ . > $*→$1 < @ $2 > $3
R$* < @ *LOCAL* > $*→$1 < @ $j > $2
R$* < $+ > $*→$1 $2 $3
R@ $+ : @ $+ : $+→@ $1 , @ $2 : $3
R@ $*→$@ @ $1
ifdef(«_NO_UUCP_», «», «R$+ @ $- . UUCP→$2!$1
»)ifdef(«_USE_DECNET_SYNTAX_», «R$+ @ $+ . DECNET→$2 :: $1
»)R$+ % $=w @ $=w→$1 @ $2

`;
