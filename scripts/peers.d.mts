/** The folder that sendmail's packages are unpacked in; it mirrors `/`. */
export function sendmailTree(): string;
