namespace OpsPortal.Runbooks.Risks;

/// <summary>Programs that are known by their name, and a few by one of their options.</summary>
internal static class PlainPrograms
{
    private static readonly HashSet<string> Readers = Set("""
        ls cat less more head tail grep egrep fgrep zgrep rg ack wc sort uniq cut tr column comm diff cmp join paste fold nl tac rev xxd od hexdump strings
        jq base64 md5sum sha1sum sha256sum sha512sum cksum zcat bzcat xzcat zless stat file tree du df realpath readlink basename dirname pwd cd pushd popd dirs
        echo printf true false test [ [[ : exit return logout quit clear sleep wait read set unset export alias declare local readonly typeset shift seq yes cal bc expr
        which whereis type hash whoami id groups who w last lastlog uname hostname uptime arch nproc lscpu lsblk lsof lsmod lspci lsusb blkid findmnt free vmstat iostat
        mpstat pidstat sar top htop atop iotop iftop nethogs glances ps pgrep pstree pidof pmap dmesg getent locale tty printenv history jobs man info help
        ping ping6 traceroute tracepath mtr nslookup dig host whois nc ncat netcat telnet netstat ss arp ethtool tcpdump nmap openssl keytool ssh-keyscan ssl-cert-check testssl.sh
        pg_isready pg_dump pg_dumpall pg_basebackup pg_controldata pg_config pg_waldump pg_verifybackup mysqldump mongodump mongoexport mongostat mongotop
        trivy grype syft snyk hadolint kubeval kubeconform kube-score popeye stern kubectx kubens k9s dive yamllint shellcheck
        envsubst tokei cloc ldd nm objdump zstdcat lz4cat pgbadger pt-query-digest pg_top pg_activity tput
        """);

    private static readonly HashSet<string> Destroyers = Set("""
        rm rmdir shred wipe wipefs unlink mkfs mkfs.ext4 mkfs.xfs fdisk parted dd truncate dropdb dropuser pg_restore mongorestore pg_resetwal pg_dropcluster lvremove vgremove pvremove userdel groupdel
        """);

    public static bool Knows(string program) => Readers.Contains(program) || Destroyers.Contains(program);

    public static bool Destroys(string program) => Destroyers.Contains(program);

    /// <summary>Null where nobody knows the program.</summary>
    public static Risk? Of(string program, IReadOnlyList<string> words)
    {
        var lists = words is ["-l" or "--list" or "-L", ..];
        if (Destroyers.Contains(program)) return lists && program is ("pg_restore" or "fdisk" or "parted") ? Risk.Read : program == "dd" && !words.Any(Writes) ? Risk.Read : Risk.Destructive;
        if (Readers.Contains(program)) return Risk.Read;
        return program switch
        {
            "sed" or "gsed" or "perl" or "yq" => words.Any(w => w.StartsWith("-i", StringComparison.Ordinal) || w.StartsWith("--in-place", StringComparison.Ordinal) || w is "-pi" || w.StartsWith("-pi", StringComparison.Ordinal)) || program == "perl" ? Risk.Change : Risk.Read,
            "tee" => words.Any(SystemFiles.Owns) ? Risk.Change : Risk.Read,
            "gunzip" or "gzip" or "bzip2" or "xz" or "zstd" or "unzip" => words.Any(w => w is "--test" or "--stdout" or "--list" || (w is ['-', not '-', ..] && w.AsSpan(1).IndexOfAny("tcl") >= 0)) || words.Count == 0 ? Risk.Read : Risk.Change,
            "awk" or "gawk" or "mawk" or "nawk" => words.Any(CodeRisk.RunsPrograms) ? CodeRisk.Of(words) : Risk.Read,
            "tar" => words.Any(w => w is "--remove-files" or "--delete") ? Risk.Destructive : words.Count > 0 && words[0].TrimStart('-') is var mode && !mode.StartsWith('-') && (mode.Contains('x') || mode.Contains('r') || mode.Contains('u')) ? Risk.Change : Risk.Read,
            "rsync" => words.Any(w => w.StartsWith("--delete", StringComparison.Ordinal) || w == "--remove-source-files") ? Risk.Destructive : words.Any(w => w is "-n" or "--dry-run") ? Risk.Read : Risk.Change,
            "crontab" or "iptables" or "ip6tables" or "ipset" => words.Any(w => w is "-l" or "-L" or "-S" or "--list") ? Risk.Read : words.Any(w => w is "-r" or "-F") ? Risk.Destructive : Risk.Change,
            "journalctl" => words.Any(w => w.StartsWith("--vacuum", StringComparison.Ordinal)) ? Risk.Destructive : words.Any(w => w is "--rotate" or "--flush") ? Risk.Change : Risk.Read,
            "nginx" => words.Any(w => w is "-t" or "-T" or "-v" or "-V") ? Risk.Read : Risk.Change,
            "kill" => words is ["-0" or "-l", ..] ? Risk.Read : Risk.Change,
            "date" => words.Where((w, i) => w is not ['+' or '-', ..] && (i == 0 || words[i - 1] is not ("-d" or "--date" or "-r" or "-f" or "-ud"))).Any() || words.Any(w => w is "-s" || w.StartsWith("--set", StringComparison.Ordinal)) ? Risk.Change : Risk.Read,
            "source" or "." => words.Count > 0 && IsSettings(words[0]) ? Risk.Read : Risk.Change,
            "service" => words is [_, "status", ..] or ["--status-all"] ? Risk.Read : Risk.Change,
            "ip" => words.Any(w => w is "add" or "del" or "delete" or "set" or "flush" or "replace" or "change") ? Risk.Change : Risk.Read,
            "ifconfig" or "route" or "mount" or "sysctl" or "hostnamectl" or "timedatectl" => words.Count(w => !w.StartsWith('-')) <= 1 && !words.Any(w => w is "-w" or "-p" or "-s" || w.Contains('=')) ? Risk.Read : Risk.Change,
            "mv" => words is [.., "/dev/null"] ? Risk.Destructive : Risk.Change,
            "cp" or "mkdir" or "touch" or "ln" or "chmod" or "chown" or "chgrp" or "install" or "scp" => Risk.Change,
            _ => null,
        };
    }

    /// <summary>Whether a file only gives variables their values when it is sourced.</summary>
    public static bool IsSettings(string file) => file[(file.LastIndexOf('/') + 1)..] is var name
        && (name.Contains("env", StringComparison.OrdinalIgnoreCase) || name is "activate" || name.EndsWith("rc", StringComparison.Ordinal) || name.EndsWith("profile", StringComparison.Ordinal));

    private static bool Writes(string word) => word.StartsWith("of=", StringComparison.Ordinal) && word != "of=/dev/null";

    private static HashSet<string> Set(string words) => [.. words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
