#!/bin/sh
# Stands in for a delivery program: keeps its arguments and the message, by the name that it was called by.
file=$(mktemp /var/spool/recorded/.XXXXXXXXXX) || exit 75
{
  printf '%s' "${0##*/}"
  for word in "$@"; do printf '\037%s' "$word"; done
  printf '\n'
  cat
} >"$file"
chmod 644 "$file"
mv "$file" "/var/spool/recorded/${file##*/.}"
