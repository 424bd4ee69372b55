# The keeper: the parent of one daemon, since an application that adopts it cannot be that.
# It tells how the daemon has ended, and by its own end that it has.
#
# Started as: sh -c <this text without comments> processkit-keeper <place> <token> <mark> <command>...
# Token and mark are for the environment of the daemon, from its first moment on, not for
# that of the keeper: what carries them is killed when it is left behind.
#
# The command is to print the pid of the daemon on its standard output, which goes to the
# application that launches it, and then to become the daemon.

place=$1
token=$2
mark=$3
shift 3
mkfifo -m 600 -- "$place/attach" "$place/alive" || exit 126

# Both ways, so that it never waits for a reader. It ends with this shell and nobody else.
exec 3<>"$place/alive"
PROCESSKIT_RUN=$token PROCESSKIT_INSTANCE=$mark "$@" 3>&-
echo $? >"$place/exit"
