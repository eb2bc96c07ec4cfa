namespace OpsPortal.Runbooks.Risks;

/// <summary>
/// What the sub-commands of well-known programs do, alternatives parted by bars. A sub-command that stands nowhere is a change;
/// those that are known to be one are named so that a word in front of them is not taken for the sub-command's value.
/// </summary>
internal static class Subcommands
{
    private static readonly Subcommand Terraform = new()
    {
        Reads = "plan|show|output|validate|fmt|init|version|providers|graph|get|run-all plan|state list|state show|state pull|workspace list|workspace show|workspace select",
        Changes = "apply|run-all apply|import|taint|untaint|refresh",
        Destroys = "destroy|run-all destroy|state rm|workspace delete",
    };

    public static readonly IReadOnlyDictionary<string, Subcommand> Of = new Dictionary<string, Subcommand>
    {
        ["helm"] = new()
        {
            Reads = "list|ls|status|get|history|show|template|search|version|lint|diff|env|pull|verify|dependency|repo list|repo add|repo update|plugin list",
            Changes = "install|upgrade|rollback|test",
            Destroys = "uninstall|delete|del|un",
        },
        ["terraform"] = Terraform,
        ["tofu"] = Terraform,
        ["terragrunt"] = Terraform,
        ["pulumi"] = new()
        {
            Reads = "preview|about|whoami|version|logs|config|stack ls|stack output|stack select|stack",
            Changes = "up|refresh|import|cancel",
            Destroys = "destroy|stack rm",
        },
        ["rclone"] = new()
        {
            Reads = "ls|lsd|lsl|lsf|lsjson|size|check|about|version|cat|listremotes|tree",
            Changes = "copy|copyto|move|moveto|mkdir",
            // sync deletes what the source has not
            Destroys = "sync|delete|deletefile|purge|rmdir|rmdirs|cleanup",
        },
        ["zfs"] = new()
        {
            Reads = "list|get|diff|version",
            Changes = "snapshot|create|set|mount|unmount|send|receive|clone",
            Destroys = "destroy|rollback",
        },
        ["zpool"] = new()
        {
            Reads = "list|status|get|history|iostat",
            Changes = "scrub|online|offline|clear|add|attach|replace",
            Destroys = "destroy|labelclear|detach",
        },
        ["git"] = new()
        {
            Reads = "status|log|diff|show|clone|fetch|pull|checkout|switch|branch|blame|describe|stash list|stash show|ls-files|ls-remote|rev-parse|remote|grep|config|reflog|bisect|shortlog|cat-file",
            Changes = "add|commit|push|merge|rebase|revert|tag|reset|restore|cherry-pick|stash|rm|mv|remote add|remote remove|remote set-url|worktree add|gc",
            Destroys = "clean|stash drop|stash clear|reflog expire|worktree remove|filter-branch|update-ref",
        },
        ["systemctl"] = new()
        {
            Reads = "status|is-active|is-enabled|is-failed|list-units|list-unit-files|list-timers|list-dependencies|show|cat|get-default|list-sockets|list-jobs",
            Changes = "start|stop|restart|reload|enable|disable|mask|unmask|daemon-reload|kill|reset-failed|edit",
        },
        ["vault"] = new()
        {
            Reads = "read|list|status|version|print|login|path-help|kv get|kv list|kv metadata get|token lookup|lease lookup|auth list|secrets list|policy list|policy read|operator raft list-peers|operator members|operator key-status",
            Changes = "write|kv put|kv patch|token create|token renew|token revoke|lease revoke|operator unseal|operator seal|operator step-down",
            Destroys = "delete|kv delete|kv destroy|kv metadata delete|secrets disable|auth disable|policy delete",
        },
        ["etcdctl"] = new()
        {
            Reads = "get|watch|version|endpoint health|endpoint status|member list|alarm list|snapshot save|snapshot status|check perf",
            Changes = "put|defrag|compact|compaction|move-leader|alarm disarm|member add|member remove",
            Destroys = "del|snapshot restore",
        },
        ["crictl"] = new()
        {
            Reads = "ps|pods|images|logs|inspect|inspecti|inspectp|info|stats|version|imagefsinfo",
            Changes = "stop|stopp|exec|pull",
            Destroys = "rm|rmp|rmi",
        },
        ["npm"] = new()
        {
            Reads = "audit|ls|list|outdated|view|info|version|whoami|config|search|explain|doctor|ping",
            Changes = "run|install|ci|start|stop|publish|test|exec",
            Destroys = "unpublish",
        },
        ["yarn"] = new()
        {
            Reads = "list|audit|info|outdated|why|version",
            Changes = "run|install|start",
        },
        ["pip"] = new()
        {
            Reads = "list|show|freeze|check|search|index",
            Changes = "install|uninstall",
        },
        ["pip3"] = new()
        {
            Reads = "list|show|freeze|check|search|index",
            Changes = "install|uninstall",
        },
        ["apt"] = new()
        {
            Reads = "list|search|show|policy",
            Changes = "update|install|upgrade|remove|autoremove",
            Destroys = "purge",
        },
        ["apt-get"] = new()
        {
            Reads = "check|changelog|download",
            Changes = "update|install|upgrade|remove|autoremove",
            Destroys = "purge",
        },
        ["apt-cache"] = new()
        {
            Reads = "search|show|policy|depends|rdepends",
        },
        ["yum"] = new()
        {
            Reads = "list|search|info|history|check-update|repolist",
            Changes = "install|update|upgrade|remove",
        },
        ["dnf"] = new()
        {
            Reads = "list|search|info|history|check-update|repolist",
            Changes = "install|update|upgrade|remove",
        },
        ["argocd"] = new()
        {
            Reads = "version|login|context|app get|app list|app diff|app history|app logs|app manifests|app resources|app wait|repo list|cluster list|proj list",
            Changes = "app sync|app rollback|app set|app create|app patch",
            Destroys = "app delete|proj delete|cluster rm|repo rm",
        },
        ["flux"] = new()
        {
            Reads = "get|logs|check|stats|tree|trace|diff|version|events|export",
            Changes = "reconcile|suspend|resume|create|bootstrap",
            Destroys = "delete|uninstall",
        },
        ["istioctl"] = new()
        {
            Reads = "version|analyze|proxy-status|ps|proxy-config|pc|describe|dashboard|verify-install|bug-report|experimental describe|x describe",
            Changes = "install|upgrade",
            Destroys = "uninstall",
        },
        ["linkerd"] = new()
        {
            Reads = "check|version|stat|viz|edges|endpoints|diagnostics",
            Changes = "install|upgrade|inject",
            Destroys = "uninstall",
        },
        ["velero"] = new()
        {
            Reads = "version|get|describe|backup get|backup describe|backup logs|backup download|restore get|restore describe|restore logs|schedule get|backup-location get",
            Changes = "backup create|schedule create",
            Destroys = "backup delete|schedule delete|restore delete|restore create",
        },
        ["rabbitmqctl"] = new()
        {
            Reads = "status|list_queues|list_connections|list_channels|list_consumers|list_exchanges|list_bindings|list_users|list_vhosts|list_permissions|list_policies|cluster_status|node_health_check|ping|environment|report|list_parameters",
            Changes = "stop_app|start_app|stop|set_policy|add_user|join_cluster|change_password",
            Destroys = "delete_queue|purge_queue|delete_vhost|delete_user|reset|force_reset|forget_cluster_node",
        },
        ["rabbitmq-diagnostics"] = new()
        {
            Reads = "status|ping|check_running|check_alarms|check_port_connectivity|memory_breakdown|cluster_status|check_local_alarms|listeners|observer",
        },
        ["nodetool"] = new()
        {
            Reads = "status|info|ring|tpstats|compactionstats|netstats|cfstats|tablestats|describecluster|gossipinfo|gettimeout|getendpoints|version|proxyhistograms|tablehistograms",
            Changes = "repair|cleanup|flush|drain|compact|snapshot|refresh",
            Destroys = "removenode|assassinate|decommission|clearsnapshot",
        },
        ["ceph"] = new()
        {
            Reads = "status|-s|health|df|osd-tree|version|osd tree|osd df|osd status|osd stat|pg stat|pg dump|mon stat|mgr stat|fs status|health detail|osd perf",
            Changes = "osd out|osd in|osd set|osd unset|osd reweight|pg repair",
            Destroys = "osd purge|osd destroy|osd rm|fs rm|osd pool delete|osd pool rm",
        },
        ["mysqladmin"] = new()
        {
            Reads = "status|ping|processlist|extended-status|variables|version",
            Changes = "kill|flush-hosts|flush-logs|shutdown|create",
            Destroys = "drop",
        },
        ["promtool"] = new()
        {
            Reads = "check|query|test|debug",
        },
        ["amtool"] = new()
        {
            Reads = "alert|alert query|silence query|config show|config routes|check-config",
            Changes = "silence add|silence expire",
        },
        ["supervisorctl"] = new()
        {
            Reads = "status|tail|pid|avail|maintail",
            Changes = "start|stop|restart|reload|update|reread",
        },
        ["pm2"] = new()
        {
            Reads = "list|ls|status|logs|show|describe|info|monit|jlist|prettylist",
            Changes = "restart|reload|start|stop|scale|save",
            Destroys = "delete",
        },
        ["gh"] = new()
        {
            Reads = "pr list|pr view|pr diff|pr checks|pr status|issue list|issue view|run list|run view|run watch|release list|release view|repo view|repo clone|workflow list|workflow view|auth status",
            Changes = "pr create|pr merge|run rerun|workflow run",
            Destroys = "repo delete|release delete|run delete",
        },
        ["minikube"] = new()
        {
            Reads = "status|ip|profile|logs|service|version|dashboard|tunnel",
            Changes = "start|stop",
            Destroys = "delete",
        },
        ["consul"] = new()
        {
            Reads = "members|info|version|monitor|kv get|catalog services|catalog nodes|operator raft list-peers",
            Changes = "kv put|reload|leave|maint",
            Destroys = "kv delete|force-leave",
        },
        ["nomad"] = new()
        {
            Reads = "status|job status|node status|alloc status|alloc logs|server members",
            Changes = "job run|run|job restart|alloc restart",
            Destroys = "job stop|stop|system gc",
        },
        ["ansible-playbook"] = new(),
        ["celery"] = new()
        {
            Reads = "status|report|inspect active|inspect ping|inspect stats|inspect reserved|inspect scheduled|inspect registered",
            Destroys = "purge",
        },
        ["pg_ctl"] = new()
        {
            Reads = "status",
            Changes = "promote|reload|restart|start|stop",
        },
        ["pgbackrest"] = new()
        {
            Reads = "info|version|check|verify",
            Changes = "backup|stanza-create|start|stop",
            Destroys = "restore|expire|stanza-delete",
        },
        ["barman"] = new()
        {
            Reads = "list-server|list-servers|list-backup|list-backups|show-server|show-backup|check|status",
            Changes = "backup|cron|switch-wal",
            Destroys = "delete|recover",
        },
        ["patronictl"] = new()
        {
            Reads = "list|topology|history|show-config|dsn|version",
            Changes = "failover|switchover|restart|reload|pause|resume|edit-config",
            Destroys = "remove|reinit",
        },
        ["repmgr"] = new()
        {
            Reads = "cluster show|cluster check|cluster event|node status|node check|daemon status",
            Changes = "standby promote|standby switchover|standby follow|node rejoin",
        },
    };
}

internal sealed class Subcommand
{
    public string Reads { init => Add(value, Risk.Read); }
    public string Changes { init => Add(value, Risk.Change); }
    public string Destroys { init => Add(value, Risk.Destructive); }

    /// <summary>Sub-commands of one or more words, e.g. <c>kv get</c>.</summary>
    public Dictionary<string, Risk> Risks { get; } = [];

    private void Add(string commands, Risk risk)
    {
        foreach (var command in commands.Split('|')) Risks[command] = risk;
    }
}
