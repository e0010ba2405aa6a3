#!/bin/sh
# Runs one server for as long as its owner lives. The owner holds the other end of standard input: the kernel closes
# it when the owner ends in whatever way, kill -9 as well, and then the server is ended and its directory removed.
# guard.sh DIRECTORY LOG SIGNAL COMMAND…   prints the server's process id, exits with the server's code.
directory=$1 log=$2 signal=$3
shift 3
ulimit -c 0
exec 3<&0 </dev/null
"$@" 3<&- >>"$log" 2>&1 &
server=$!
echo "$server"
{
  cat <&3
  : >"$directory/ownerless"
  kill -s "$signal" "$server"
  kill -s CONT "$server"
  sleep 5
  kill -s KILL "$server"
} >/dev/null 2>&1 &
watch=$!
exec 3<&- >/dev/null 2>&1
wait "$server"
code=$?
kill "$watch"
if [ -e "$directory/ownerless" ]; then
  rm -rf "$directory"
  rmdir "$(dirname "$directory")"
fi
exit "$code"
