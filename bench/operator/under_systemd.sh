#!/bin/bash
# `amparo drop init --onion` as root on a Debian 12 without Tor, under a systemd of its own: PID 1 in namespaces, over
# an overlay of this machine's root that is thrown away. Usage: under_systemd.sh REPOSITORY TORRC_LOCAL
# Needs root, unshare, Debian's python3 3.11 and a way to Debian's archive. Prints what init said, and how it stands.
set -eu
repository=$1 options=$2
work=$(mktemp -d)
trap 'kill -9 "$machine" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/root"
cat > "$work/boot" <<'BOOT'
set -e
root=$1/root upper=$1/upper
mkdir "$upper"
mount --make-rprivate /
mount -t tmpfs tmpfs "$upper"
mkdir "$upper/up" "$upper/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$upper/up,workdir=$upper/work" "$root"
mount -t proc proc "$root/proc"
# Neither the kernel's settings nor its devices may be touched from inside.
mount --bind /proc/sys "$root/proc/sys" && mount -o remount,bind,ro "$root/proc/sys"
mount --rbind /sys "$root/sys" && mount -o remount,bind,ro "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
umount -R "$root/sys/fs/cgroup" || true
mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
mkdir "$root/sys/fs/cgroup/systemd"
mount -t cgroup -o none,name=systemd,xattr cgroup "$root/sys/fs/cgroup/systemd" || true
printf '[Unit]\nDefaultDependencies=no\n' > "$root/etc/systemd/system/trial.target"
cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=trial.target
BOOT
unshare --mount --pid --fork --uts --ipc --cgroup bash "$work/boot" "$work" > "$work/boot.log" 2>&1 &
outer=$!
machine=
for _ in $(seq 100); do
    machine=$(pgrep -P "$outer" || true)
    [ -n "$machine" ] && [ -d "/proc/$machine/root/run/systemd/system" ] && break
    sleep 0.1
done
inside() { nsenter -t "$machine" -m -p -u -i -C --root="/proc/$machine/root" --wd="/proc/$machine/root" "$@"; }
inside true
{
    inside mkdir -p /opt/amparo /var/lib/amparo/onion
    inside cp -r "$repository/.venv" "$repository/src" "$repository/bench/operator/inside.py" /opt/amparo/
    inside sh -c "cat > /var/lib/amparo/onion/torrc.local" < "$options"
    inside sh -s "$repository" <<'PREPARE'
cd /opt/amparo/.venv
rm bin/python*
for name in python python3 python3.11; do ln -s /usr/bin/python3.11 bin/$name; done
sed -i 's|^home = .*|home = /usr/bin|' pyvenv.cfg
sed -i '1s|.*|#!/opt/amparo/.venv/bin/python|' bin/amparo
grep -rlI "$1/src" lib/python3.11/site-packages --include='*.pth' --include='*.py' | xargs -r sed -i "s|$1/src|/opt/amparo/src|g"
dpkg --purge tor-geoipdb tor
PREPARE
} > "$work/prepare.log" 2>&1 || { cat "$work/prepare.log"; exit 1; }
began=$(date +%s.%N)
inside /opt/amparo/.venv/bin/amparo drop init --onion --accept-swap 2>&1 | grep -v '^sh: 0:\|^debconf:\|^Synch\|^Exec\|^Removed\|^Created' | tee "$work/first"
echo "seconds, Tor's installation included: $(awk "BEGIN{print $(date +%s.%N) - $began}")"
inside /opt/amparo/.venv/bin/amparo drop status --json --home /var/lib/amparo
inside systemd-analyze security --no-pager | grep '^amparo'
for unit in amparo-drop amparo-tor; do
    process=$(inside systemctl show -p MainPID --value "$unit")
    echo "$unit: $(inside grep -hE '^(VmRSS|Seccomp|NoNewPrivs|CapEff):' "/proc/$process/status" | tr -s '\t\n ' ' ')"
done

look() {
    inside /opt/amparo/.venv/bin/python /opt/amparo/inside.py /root/trial.keys
    inside systemctl show -p MemorySwapMax -p LimitMEMLOCK -p MemoryDenyWriteExecute amparo-drop | tr '\n' ' '
    echo
    inside sh -c 'for file in $(find /sys/fs/cgroup -path "*amparo-drop*" -name memory.swap.max); do echo "$file: $(cat $file)"; done'
}
echo "the service as it was written:"
look
# Where nobody may raise the limit of locked memory, a capability does instead.
inside sh -c 'mkdir -p /etc/systemd/system/amparo-drop.service.d && printf "[Service]\nCapabilityBoundingSet=CAP_IPC_LOCK\nAmbientCapabilities=CAP_IPC_LOCK\n" > /etc/systemd/system/amparo-drop.service.d/lock.conf'
inside systemctl daemon-reload
inside systemctl restart amparo-drop
for _ in $(seq 100); do inside test -S /run/amparo/sources.sock && break; sleep 0.1; done
echo "the same with CAP_IPC_LOCK:"
look
inside /opt/amparo/.venv/bin/amparo drop status --json --home /var/lib/amparo | grep -o '"memory_locked": [a-z]*'

# What an operator does later: the same command once more, a stop and a start by hand, a look each time.
addresses() { grep -h '^sources: \|^desks: \|^a desk.s key' "$1"; }
keys() { inside sh -c 'cd /var/lib/amparo && find onion/sources onion/desk* -type f | sort | xargs sha256sum; stat -c "%U %a %n" . drop onion drop/drop.sqlite'; }
stand() { inside /opt/amparo/.venv/bin/amparo drop status --json --home /var/lib/amparo | grep -o '"\(state\|envelopes\|missing\|serving\)": [^,]*' | tr '\n' ' '; inside systemctl is-active amparo-drop amparo-tor | tr '\n' ' '; echo; }
echo "as it stands:"
stand
keys > "$work/keys"
inside /opt/amparo/.venv/bin/amparo drop init --onion --accept-swap > "$work/second" 2>&1 || { cat "$work/second"; exit 1; }
addresses "$work/first" > "$work/first.addresses"
addresses "$work/second" | diff "$work/first.addresses" -
keys | diff "$work/keys" -
echo "init once more: the same addresses, keys and owners; $(grep '^reachable' "$work/second")"
stand
inside systemctl stop amparo-drop amparo-tor
echo "stopped by hand:"
stand
inside systemctl start amparo-drop amparo-tor
for _ in $(seq 100); do inside test -S /run/amparo/sources.sock && break; sleep 0.1; done
echo "started by hand:"
stand
look
