# The keeper: the parent of one daemon, since an application that adopts it cannot be that.
# It tells how the daemon has ended, and by its own end that it has.
#
# Started as: sh -c <this text without comments> processkit-keeper <place> <command>...
# The command is to print the pid of the daemon on its standard output, which goes to the
# application that launches it, and then to become the daemon.

place=$1
shift
mkfifo -m 600 -- "$place/attach" "$place/alive" || exit 126

# Both ways, so that it never waits for a reader. It ends with this shell and nobody else.
exec 3<>"$place/alive"
"$@" 3>&-
echo $? >"$place/exit"
