#!/bin/bash
# Builds the small machine that sandbox.ts describes and becomes the program that is to run in it.
# Arguments: WORK SITE|- HOSTNAME SENDMAIL SENDMAIL_INSIDE NODE DNS_SERVER N [PLACE FOLDER]... COMMAND...
set -eu
work=$1 site=$2 hostname=$3 sendmail=$4 sendmail_inside=$5 node=$6 dns_server=$7 overlays=$8
shift 8
root=$work/root
mkdir "$root"
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir "$root"/{usr,etc,proc,dev,tmp,var,opt,home,root,run}
chmod 1777 "$root/tmp"
for name in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then cp -P "/$name" "$root/$name"
  elif [ -d "/$name" ]; then mkdir "$root/$name"; mount --bind -o ro "/$name" "$root/$name"; fi
done
mount --bind -o ro /usr "$root/usr"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"

# What programs need of /etc, and nothing that says how this machine handles mail.
for name in ld.so.cache ld.so.conf ld.so.conf.d protocols services group shells login.defs localtime mime.types ssl alternatives; do
  [ ! -e "/etc/$name" ] || cp -a "/etc/$name" "$root/etc/"
done
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n' >"$root/etc/nsswitch.conf"
printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' >"$root/etc/resolv.conf"
mkdir -p "$root/etc/postfix" "$root/etc/mail" "$root"/var/{mail,spool,lib,log,run,tmp}
chmod 1777 "$root/var/tmp" "$root/var/mail"
ln -s ../mail "$root/var/spool/mail"
for name in dynamicmaps.cf dynamicmaps.cf.d postfix-files postfix-files.d; do
  [ ! -e "/etc/postfix/$name" ] || cp -a "/etc/postfix/$name" "$root/etc/postfix/"
done
if [ -d /var/lib/postfix ]; then
  mkdir "$root"/var/{lib,spool}/postfix
  chown postfix: "$root/var/lib/postfix"
fi
mkdir -p "$root/var/spool/mqueue" "$root/var/spool/mqueue-client"
if [ -d "$sendmail" ]; then
  mkdir -p "$root$sendmail_inside"
  mount --bind -o ro "$sendmail" "$root$sendmail_inside"
  cp -a "$sendmail/etc/mail/." "$root/etc/mail/"
fi

# A site's order of name services is its own; without one sendmail has a default that the package's file would hide.
[ "$site" = - ] || { rm -f "$root/etc/mail/service.switch"*; cp -a "$site/." "$root/"; }
while [ "$overlays" -gt 0 ]; do
  mkdir -p "$root$1"
  cp -a "$2/." "$root$1/"
  chmod 755 "$root$1"
  shift 2
  overlays=$((overlays - 2))
done
cp -a "$work/files/." "$root/"
chown -R root:root "$root/etc" "$root/home"

# The site's users first; the system's own accounts stay, because the programs run as them.
{ [ ! -f "$root/etc/passwd" ] || cat "$root/etc/passwd"; cat /etc/passwd; } | awk -F: 'NF >= 7 && !seen[$1]++' >"$root/etc/passwd.new"
mv "$root/etc/passwd.new" "$root/etc/passwd"
chmod 644 "$root/etc/passwd"
awk -F: '$6 ~ /^\/(home|var\/home|u|usr\/home)\// && $6 !~ /\.\./ { print $3 ":" $4, $6 }' "$root/etc/passwd" |
  while read -r owner home; do
    mkdir -p "$root$home" 2>/dev/null || continue
    chown -R "$owner" "$root$home"
    chmod 755 "$root$home"
  done

hostname "$hostname"
[ -f "$root/etc/hosts" ] && sites_hosts=$(cat "$root/etc/hosts") || sites_hosts=
# The host's own addresses are those that its hosts file gives its name; one that gives none has the loopback address.
own=$(printf '%s\n' "$sites_hosts" | awk -v name="$hostname" '{ for (i = 2; i <= NF; i++) if ($i == name) print $1 }' | grep -E '^[0-9.]+$' || true)
[ -n "$own" ] && named= || named="127.0.0.1 $hostname ${hostname%%.*}"
printf '127.0.0.1 localhost\n%s\n%s\n' "$named" "$sites_hosts" >"$root/etc/hosts"
printf '%s\n' "$hostname" >"$root/etc/hostname"
ip link set lo up
for address in $own; do
  case $address in 127.*) ;; *) ip addr add "$address/32" dev lo ;; esac
done
# Every IPv4 address is this machine: any client address can be used, any server address answers.
ip route add local 0.0.0.0/0 dev lo
"$node" "$dns_server" "$work/dns.json" "$work/dns.ready" "$hostname" </dev/null >/dev/null 2>"$work/dns.log" &
until [ -e "$work/dns.ready" ]; do
  kill -0 $! 2>/dev/null || { cat "$work/dns.log" >&2; exit 1; }
  sleep 0.02
done
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root TZ=UTC chroot "$root" "$@"
