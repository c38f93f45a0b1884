#!/bin/sh
# boot.sh FOLDER: runs as the first process of new namespaces, and makes of the folder a machine that
# systemd boots. Nothing of it is seen outside, and it is gone with this process.
set -e
root=$1

# What is mounted here shall not appear on the machine that runs the tests.
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"

# The second address is the machine's own, as others on the network see it: what listens on
# 127.0.0.1 only does not answer there.
ip link set lo up
ip address add 192.0.2.10/32 dev lo
hostname school

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup

mount -t tmpfs -o mode=0755 tmpfs dev
for device in null zero full random urandom tty; do
  : > "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr

mount -t tmpfs -o mode=0755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp

mkdir -p .outside
pivot_root . .outside
umount -l /.outside

exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  LANG=C.UTF-8 container=unshare \
  /lib/systemd/systemd --show-status=false
