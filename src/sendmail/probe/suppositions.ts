/**
 * suppositions — states of the world that rules ask about and that a question cannot set: rows of tables, answers of
 * the name service, what a client is, how it logged in, what TLS made of it
 *
 * Values are those that the manuals name (cf/README, "ANTI-SPAM CONFIGURATION CONTROL", "SMTP AUTHENTICATION",
 * "STARTTLS", "VIRTUAL DOMAINS", "USING MAILERTABLES"; op.me 5.2).
 */
export interface Supposition {
  /** The value that every row of every table has; null: tables cannot be asked; undefined: as they are. */
  readonly row?: string | null;
  /** Only keys that hold this text have it; with `=` in front, only this key. */
  readonly where?: string;
  /** Rows of single keys before that: the first text that a key holds decides. */
  readonly rows?: readonly (readonly [where: string, row: string])[];
  readonly dns?: "nxdomain" | "servfail" | "found";
  readonly macros?: Readonly<Record<string, string>>;
}

const ACCESS = [
  "OK",
  "RELAY",
  "REJECT",
  "DISCARD",
  "SKIP",
  "SUBJECT",
  "NO",
  "FRIEND",
  "HATER",
  "TEMP",
  "PERM",
  "QUARANTINE:held",
];
const REPLIES = ["ERROR:5.7.1:550 no", "ERROR:550 no", "550 no", "ERROR:D.S.N:550 no", "<TMPF>"];
const ROUTES = [
  "smtp:[hub.test]",
  "smtp:",
  "localhost",
  "local:person@hub.test",
  "relay:hub.test",
  "local:person",
  "local:",
  "smtp:person@hub.test",
  "hub.test",
];
const ERRORS = ["error:5.1.1:550 nobody", "error:nouser nobody", "error:nouser:nobody", "error:nobody"];
const USERS = ["person", "person@hub.test", "%1@hub.test", "@hub.test", "person+more@hub.test"];
const TLS = [
  ...["VERIFY", "VERIFY:112", "ENCR:112", "PERM+VERIFY", "TEMP+VERIFY", "PERM+ENCR:112", "TEMP+ENCR:112"],
  ...["VERIFY+CN", "VERIFY+CN:other.test", "VERIFY+CS:subject++CI:issuer", "ENCR:112+CN", "PERM+VERIFY:112+CI:other"],
  ...["VERIFY+CS:other", "VERIFY+CN:name.test++CS:subject"],
];
const NUMBERS = ["0", "1", "10"];

const CLIENT = { client_addr: "203.0.113.7", client_name: "mx.client.test", client_ptr: "mx.client.test" };
const SERVER = { server_name: "mx.server.test", server_addr: "203.0.113.8" };
const CERTIFICATE = { cn_subject: "name.test", cert_subject: "subject", cert_issuer: "issuer", cipher_bits: "128" };
const RATES = { client_rate: "99", client_connections: "99", total_rate: "99" };
const STATE = {
  ...{ ...CLIENT, ...SERVER, ...RATES, client_resolve: "OK", daemon_flags: "" },
  ...{ f: "person@sender.test", mail_from: "<person@sender.test>" },
};

/** What `{verify}` can hold (op.me, STARTTLS). */
export const VERIFIED: readonly string[] = [
  "OK",
  "NO",
  "NOT",
  "NONE",
  "FAIL",
  "TEMP",
  "PROTOCOL",
  "SOFTWARE",
  "TRUSTED",
  "CLEAR",
  "DANE_FAIL",
  "CONFIG",
  "",
];

/** States that are tried of everything. */
export function statesOfClients(hostname = "localhost"): readonly Supposition[] {
  const states: readonly Readonly<Record<string, string>>[] = [
    {},
    { client_addr: "", client_name: "" },
    { client_addr: "0", client_name: "" },
    { client_addr: "127.0.0.1", client_name: "localhost" },
    { client_addr: "IPv6:::1", client_name: "localhost" },
    { client_addr: "IPv6:0:0:0:0:0:0:0:1", client_name: "localhost" },
    { client_name: "mx.client.test." },
    { client_addr: "IPv6:2001:db8::7", client_resolve: "FAIL", client_name: "[IPv6:2001:db8::7]" },
    { client_resolve: "FAIL", client_name: "[203.0.113.7]" },
    { client_resolve: "FORGED" },
    { client_resolve: "TEMP" },
    { client_name: "" },
    { client_name: hostname },
    { client_addr: "127.0.0.1", client_name: "other.test" },
    ...["u", "f", "c", "CC f u", "e", "r"].map((daemon_flags) => ({ daemon_flags })),
    ...["d", "i", "q", "b"].map((deliveryMode) => ({ deliveryMode })),
    ...["e s", "h s", "e r", "h r"].map((addr_type) => ({ addr_type })),
    { auth_type: "PLAIN", auth_authen: "person", auth_author: "other", auth_ssf: "0" },
    { auth_type: "CRAM-MD5", auth_authen: "person@sender.test", auth_author: "person@sender.test" },
    { ...CERTIFICATE, verify: "OK", auth_type: "PLAIN" },
    { f: "" },
    { f: "<>" },
    { f: "person" },
    { h: "+more", u: "person" },
    { h: "host.test", u: "person" },
    { auth_type: "NO" },
    { currHeader: "x".repeat(50), hdr_name: "Subject", hdrlen: "50" },
    { rcpt_mailer: "local", mail_mailer: "local", rcpt_addr: "person", rcpt_host: "" },
    { rcpt_mailer: "smtp", mail_mailer: "error", rcpt_addr: "person@other.test", rcpt_host: "other.test" },
    { quarantine: "held", ntries: "5", nrcpts: "9", msg_size: "99999" },
  ];
  return states.map((macros) => ({ macros: { ...STATE, ...macros } }));
}

/** Answers of tables and of the name service, each with the usual client. */
export function statesOfTables(): readonly Supposition[] {
  const rows: readonly (string | null)[] = [null, ...ACCESS, ...REPLIES, ...ROUTES, ...ERRORS, ...USERS, ...NUMBERS];
  const macros = { ...STATE, ...CERTIFICATE, verify: "OK" };
  const parts = [
    "onnect:",
    "203.0.113",
    "client.test",
    "rom:",
    "o:",
    "CERTISSUER",
    "CERT",
    "@",
    "lientRate",
    "lientConn",
  ];
  const partly = parts.flatMap((where) =>
    ["RELAY", "REJECT", "SUBJECT", "OK", "<TMPF>", "550 no"].map((row): Supposition => ({ row, where, macros })),
  );
  return [
    ...rows.map((row): Supposition => ({ row, macros: STATE })),
    ...partly,
    ...(["nxdomain", "servfail", "found"] as const).map((dns): Supposition => ({ dns, macros: STATE })),
    ...["lientRate", "lientConn"].map((where): Supposition => ({ row: "10", where, macros: STATE })),
    ...pairs().map((rows): Supposition => ({ rows, macros })),
    ...tlsOfClients(),
  ];
}

/** Two rows that belong together: the second one is only asked for what the first one says. */
function pairs(): readonly NonNullable<Supposition["rows"]>[] {
  return [
    [
      ["CERTISSUER", "SUBJECT"],
      ["CERTSUBJECT", "RELAY"],
    ],
    [
      ["CERTISSUER", "SUBJECT"],
      ["CERTSUBJECT", "OK"],
    ],
    [
      ["Spam:", "FRIEND"],
      ["onnect:", "REJECT"],
    ],
    [
      ["Spam:", "HATER"],
      ["onnect:", "REJECT"],
    ],
    [
      ["Spam:", "FRIEND"],
      ["rom:", "REJECT"],
    ],
  ];
}

/** What is asked of a client's TLS before its mail is looked at, and not met. */
function tlsOfClients(): readonly Supposition[] {
  const macros = { ...STATE, verify: "NO", cipher_bits: "0" };
  return [
    { row: "VERIFY", where: "TLS_Clt", macros },
    {
      rows: [
        ["CERTISSUER", "RELAY"],
        ["TLS_Clt", "ENCR:112"],
      ],
      macros: { ...macros, ...CERTIFICATE, verify: "OK", cipher_bits: "0" },
    },
    {
      rows: [
        ["TLS_Clt", "VERIFY"],
        ["Spam:", "FRIEND"],
      ],
      macros,
    },
    {
      rows: [
        ["TLS_Clt", "VERIFY"],
        ["Spam:", "HATER"],
      ],
      macros,
    },
    {
      rows: [
        ["TLS_Clt", "VERIFY"],
        ["o:", "OK"],
      ],
      macros,
    },
  ];
}

/** What changes an address on its way: the daemon that it came by, the host and user that were found, the name service. */
export function statesOfAddresses(fresh: {
  readonly label: string;
  readonly user: string;
  readonly domain: string;
}): readonly Supposition[] {
  const states: readonly (Supposition & { readonly macros?: Readonly<Record<string, string>> })[] = [
    ...["e s", "h s", "e r", "h r"].map((addr_type) => ({ macros: { addr_type } })),
    ...["CC f u", "c"].map((daemon_flags) => ({ macros: { daemon_flags } })),
    { macros: { h: "+more", u: "person" } },
    { macros: { h: fresh.label, u: fresh.user } },
    { macros: { h: fresh.label, u: fresh.user }, dns: "nxdomain" },
    { macros: { h: "other" }, dns: "nxdomain" },
    { macros: { opMode: "i" } },
    ...[".", `.${fresh.domain}`, `.${fresh.domain.replace(/^[^.]*\./, "")}`].map((key) => ({
      row: "smtp:[hub.test]",
      where: `=${key}`,
    })),
    { row: "<TMPF>", where: `=to:${fresh.domain}` },
    {
      rows: [
        [`=to:${fresh.user}@${fresh.domain}`, "OK"],
        [`=to:${fresh.domain}`, "<TMPF>"],
      ],
    },
  ];
  return states.map((state) => ({ ...state, macros: { ...STATE, ...state.macros } }));
}

/** What a connection with TLS is required to be, and is. */
export function statesOfTls(): readonly Supposition[] {
  const certificates = [
    CERTIFICATE,
    { ...CERTIFICATE, cipher_bits: "56", auth_ssf: "64" },
    { ...CERTIFICATE, cipher_bits: "128", auth_ssf: "64" },
    { cipher_bits: "", auth_ssf: "64" },
    { cipher_bits: "" },
  ];
  const macros = { ...STATE, ...CERTIFICATE, verify: "OK" };
  const lookedUp = ["TLS_Clt:", "TLS_Srv:", "TLS_Rcpt:", "Try_TLS:"].flatMap((key): readonly Supposition[] => [
    { row: "<TMPF>", where: `=${key}`, macros },
    { row: "VERIFY+CITag:tag", where: key, macros },
    {
      rows: [
        [key, "VERIFY+CITag:tag"],
        ["tag:", "OK"],
      ],
      macros,
    },
    {
      rows: [
        [key, "VERIFY+CITag:tag++CN"],
        ["tag:", "OK"],
      ],
      macros,
    },
  ]);
  const states = [undefined, ...TLS, "OK", "NO", "<TMPF>", "RELAY", "SUBJECT", null].flatMap((row) =>
    VERIFIED.flatMap((verify) =>
      (row === undefined ? certificates.slice(0, 1) : certificates).map((certificate): Supposition => {
        const macros = { ...STATE, ...certificate, verify };
        return row === undefined ? { macros } : { row, macros };
      }),
    ),
  );
  return [...states, ...lookedUp];
}
