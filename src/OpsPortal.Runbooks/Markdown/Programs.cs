using System.Collections.Frozen;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>Which words begin a command. Only used to tell commands from text where the document does not say so itself.</summary>
internal static class Programs
{
    /// <summary>Programs whose commands are taken from running text: their names are no English words.</summary>
    private static readonly FrozenSet<string> Distinct = Set(
        "kubectl oc docker docker-compose podman curl wget psql pg_isready pg_dump pg_restore pg_ctl redis-cli helm aws gcloud gsutil az terraform " +
        "systemctl journalctl openssl mysql mysqldump mongosh crictl istioctl argocd velero trivy etcdctl rabbitmqctl nslookup ansible-playbook kustomize");

    private static readonly FrozenSet<string> Others = Set(
        "git ssh scp rsync npm npx yarn pip python python3 node java go make bash sh sudo su echo cat ls cd cp mv rm mkdir rmdir chmod chown touch find grep egrep " +
        "awk sed sort uniq head tail wc cut tr tee xargs jq yq df du free ps top htop kill pkill ping dig host traceroute mtr nc netstat ss ip iptables telnet " +
        "watch sleep date env export source printf base64 gunzip gzip zcat tar zip unzip vault consul nomad flux calicoctl kubeadm kops eksctl minikube kind skaffold " +
        "mongo nodetool cqlsh kafka-topics.sh kafka-consumer-groups.sh locust k6 ab service ansible lsof dmesg uptime vmstat iostat sysctl mount umount " +
        "apt apt-get yum dnf brew locale while for if until case less more vi vim nano diff id whoami hostname uname test");

    private static readonly FrozenSet<string> CompleteAlone = Set("cluster-info version ps images stats info list ls status up down get-contexts");

    private static readonly FrozenSet<string> SqlVerbs =
        Set("SELECT INSERT UPDATE DELETE EXPLAIN VACUUM ANALYZE ALTER CREATE DROP TRUNCATE REINDEX BEGIN COMMIT ROLLBACK WITH GRANT REVOKE");

    /// <summary>A whole command as it may stand in a sentence: the name of a program that nothing else is called, and what it shall do.</summary>
    public static bool IsWholeCommand(string code)
    {
        var words = code.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !Distinct.Contains(words[0]) || words[^1] is "..." or "…") return false;
        return words.Length > 2 || words[0] is not ("kubectl" or "oc" or "docker" or "docker-compose" or "podman" or "helm" or "aws" or "gcloud" or "az" or "terraform" or "systemctl")
            || CompleteAlone.Contains(words[1]);
    }

    /// <summary>Whether a line of a fence without a language begins like a command.</summary>
    public static bool BeginsCommand(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        if (text.StartsWith("$ ") || text.StartsWith("# ") && BeginsCommand(text[2..])) return true;
        var end = text.IndexOfAny(' ', '\t');
        var word = end < 0 ? text : text[..end];
        return Distinct.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            || Others.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            || word.StartsWith("./") || word.Contains("=$(", StringComparison.Ordinal) || word is "[" or "[["
            || (end > 0 && SqlVerbs.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word));
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
