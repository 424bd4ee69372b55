# The guardian: cleans up after an application that can no longer do it itself.
#
# Started as: sh -c <this text without comments> processkit-guardian <run token> <runtime directory>
# It reads commands from standard input, a pipe whose other end only the application holds,
# so that end-of-file means: the application is gone.
#
#   + TARGET        remember a target: "-123" is process group 123, "123" one process
#   - TARGET        forget it
#   s SIG TARGET    send a signal now; answers 1 if somebody was there to take it, else 0
#   d N FILE        give the space of the first N bytes back to the file system; answers 1 or 0
#   p NAME...       make named pipes in the runtime directory; answers 1 or 0
#   q               leave without cleaning up: the application does it itself
#
# POSIX shell only. dash takes a negative target after "-s SIG --" and in no other form.

# A terminal's or a service manager's signals end the application; this has work to do then.
trap '' HUP INT QUIT TERM PIPE USR1 USR2 ALRM TSTP TTIN TTOU

run=$1
home=$2
targets=' '

# Hold no directory of the user's busy.
cd /

forget() {
	case $targets in
		*" $1 "*) targets="${targets%%" $1 "*} ${targets#*" $1 "}" ;;
	esac
}

signal_all() {
	for target in $targets; do
		kill -s "$1" -- "$target" 2>/dev/null
	done
}

# Forget the targets that are gone; succeeds while some are left.
some_left() {
	for target in $targets; do
		kill -s 0 -- "$target" 2>/dev/null || forget "$target"
	done
	[ "$targets" != ' ' ]
}

# Fractions are an extension of sleep that every known system has.
nap() {
	sleep 0.04 2>/dev/null || sleep 1
}

# What left its group still carries the mark of the run in its environment.
kill_strays() {
	[ -r /proc/self/environ ] || return 0
	for round in 1 2 3 4 5; do
		strays=$(grep -l -s -F "PROCESSKIT_RUN=$run" /proc/[0-9]*/environ)
		[ -n "$strays" ] || return 0
		for file in $strays; do
			pid=${file#/proc/}
			kill -s KILL -- "${pid%/environ}" 2>/dev/null
		done
		nap
	done
}

make_pipes() {
	names=$*
	set --
	for name in $names; do
		set -- "$@" "$home/$name"
	done
	mkfifo -m 600 -- "$@" 2>/dev/null
}

while read -r command first rest; do
	case $command in
		+) forget "$first"; targets="$targets$first " ;;
		-) forget "$first" ;;
		s) if kill -s "$first" -- "$rest" 2>/dev/null; then echo 1; else echo 0; fi ;;
		p) if make_pipes $first $rest; then echo 1; else echo 0; fi ;;
		d) if fallocate -p -o 0 -l "$first" -- "$rest" 2>/dev/null; then echo 1; else echo 0; fi ;;
		q) exit 0 ;;
	esac
done

# A stopped process takes a TERM only once it continues.
signal_all TERM
signal_all CONT
step=0
while [ $step -lt 22 ] && some_left; do
	nap
	step=$((step + 1))
done
signal_all KILL
kill_strays
rm -rf -- "$home"
