<?php
// A peer: Swoole's coroutine server. echo.php <json|line|length> <tcp|/path>; a coroutine for each connection.
[, $framing, $address] = $argv;

Swoole\Coroutine\run(function () use ($framing, $address) {
    $unix = str_starts_with($address, '/');
    $server = new Swoole\Coroutine\Socket($unix ? AF_UNIX : AF_INET, SOCK_STREAM, 0);
    $server->bind($unix ? $address : '127.0.0.1', 0) && $server->listen(256) || exit(1);
    echo 'ready ', $unix ? $address : $server->getsockname()['port'], "\n";
    Swoole\Coroutine\go(function () {
        while (Swoole\Coroutine\System::waitEvent(STDIN, SWOOLE_EVENT_READ) !== false && fread(STDIN, 1024) !== '');
        posix_kill(getmypid(), 9);
    });
    while ($client = $server->accept(-1)) {
        Swoole\Coroutine\go(fn () => serve($client, $framing));
    }
});

function serve(Swoole\Coroutine\Socket $client, string $framing): void
{
    $rest = '';
    while (($chunk = $client->recv(65536, -1)) !== '' && $chunk !== false) {
        $rest .= $chunk;
        $replies = '';
        $from = 0;
        if ($framing === 'length') {
            while (strlen($rest) - $from >= 4) {
                $length = unpack('N', $rest, $from)[1];
                if (strlen($rest) - $from - 4 < $length) {
                    break;
                }
                $message = substr($rest, $from + 4, $length);
                $replies .= pack('N', $length) . $message;
                $from += 4 + $length;
            }
        } else {
            while (($end = strpos($rest, "\n", $from)) !== false) {
                $message = substr($rest, $from, $end - $from);
                $replies .= $message . "\n";
                $from = $end + 1;
            }
        }
        $rest = substr($rest, $from);
        if ($replies !== '' && $client->sendAll($replies) === false) {
            break;
        }
    }
    $client->close();
}
