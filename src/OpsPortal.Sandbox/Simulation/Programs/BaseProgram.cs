using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>What every image has.</summary>
internal static class BaseProgram
{
    private static readonly Dictionary<string, Func<ProgramCall, Task<int>>> All = new()
    {
        ["true"] = _ => Task.FromResult(0),
        ["false"] = _ => Task.FromResult(1),
        ["echo"] = Echo,
        ["printf"] = call => Write(call, Regex.Unescape(string.Join(' ', call.Arguments))),
        ["seq"] = Seq,
        ["sleep"] = Sleep,
        ["cat"] = Cat,
        ["date"] = Date,
        ["hostname"] = call => call.Say(call.World.Pod.Name),
        ["pwd"] = call => call.Say("/app"),
        ["whoami"] = call => call.Say("app"),
        ["id"] = call => call.Say("uid=1000(app) gid=1000(app) groups=1000(app)"),
        ["uname"] = call => call.Say(call.Arguments.Contains("-a") ? $"Linux {call.World.Pod.Name} 6.1.0-30-amd64 #1 SMP x86_64 GNU/Linux" : "Linux"),
        ["env"] = call => call.Say(string.Concat(Variables(call.World).Select(v => $"{v.Key}={v.Value}\n"))),
        ["printenv"] = PrintEnv,
        ["ps"] = call => call.Say($"PID   USER     TIME  COMMAND\n    1 app       {call.World.Now - call.World.Life.StartedAt:h\\:mm} {call.World.Container.Text("name")}\n   42 app       0:00 ps {string.Join(' ', call.Arguments)}"),
        ["ls"] = DiskPrograms.List,
        ["df"] = DiskPrograms.Free,
        ["du"] = DiskPrograms.Used,
        ["find"] = DiskPrograms.FindFiles,
        ["curl"] = NetworkPrograms.Curl,
        ["wget"] = NetworkPrograms.Wget,
        ["nslookup"] = NetworkPrograms.Lookup,
        ["ping"] = NetworkPrograms.Ping,
    };

    public static Func<ProgramCall, Task<int>>? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>As the container's first process has them.</summary>
    public static IReadOnlyDictionary<string, string> Variables(ContainerWorld world)
    {
        var all = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOSTNAME"] = world.Pod.Name,
            ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1",
            ["KUBERNETES_SERVICE_PORT"] = "443",
            ["HOME"] = "/app",
        };
        foreach (var (name, value) in world.Variables.Values) all[name] = value;
        return all;
    }

    private static Task<int> Echo(ProgramCall call) =>
        Write(call, call.Arguments is ["-n", ..] ? string.Join(' ', call.Arguments.Skip(1)) : string.Join(' ', call.Arguments) + "\n");

    private static Task<int> Date(ProgramCall call) => call.Say(call.Arguments.Contains("+%s")
        ? $"{call.World.Now.ToUnixTimeSeconds()}"
        : call.World.Now.UtcDateTime.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture));

    private static async Task<int> Write(ProgramCall call, string text)
    {
        await call.Output.WriteAsync(text);
        return 0;
    }

    private static async Task<int> Seq(ProgramCall call)
    {
        var numbers = call.Arguments.Select(a => long.TryParse(a, CultureInfo.InvariantCulture, out var n) ? n : (long?)null).ToList();
        if (numbers.Count is 0 or > 2 || numbers.Contains(null)) return await call.Fail("seq: missing or invalid operand");
        var (from, to) = numbers.Count == 1 ? (1, numbers[0]!.Value) : (numbers[0]!.Value, numbers[1]!.Value);
        var text = new StringBuilder();
        for (var n = from; n <= to; n++)
        {
            text.Append(n).Append('\n');
            if (text.Length < 16_000) continue;
            call.Cancellation.ThrowIfCancellationRequested();
            await call.Output.WriteAsync(text, call.Cancellation);
            text.Clear();
        }
        await call.Output.WriteAsync(text, call.Cancellation);
        return 0;
    }

    private static async Task<int> Sleep(ProgramCall call)
    {
        if (call.Arguments is not [var text] || !double.TryParse(text.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds))
            return await call.Fail($"sleep: invalid time interval '{string.Join(' ', call.Arguments)}'");
        await Task.Delay(TimeSpan.FromSeconds(seconds), call.World.Store.Time, call.Cancellation);
        return 0;
    }

    private static async Task<int> Cat(ProgramCall call)
    {
        if (call.Arguments.Count == 0)
        {
            var buffer = new char[8192];
            for (int count; (count = await call.Input.ReadAsync(buffer, call.Cancellation)) > 0;) await call.Output.WriteAsync(buffer.AsMemory(0, count), call.Cancellation);
            return 0;
        }
        var code = 0;
        foreach (var path in call.Arguments.Where(a => !a.StartsWith('-')))
            if (call.World.Profile.Files.TryGetValue(path, out var content)) await call.Say(content);
            else if (path == "/etc/hostname") await call.Say(call.World.Pod.Name);
            else code = await call.Fail($"cat: {path}: No such file or directory");
        return code;
    }

    private static async Task<int> PrintEnv(ProgramCall call)
    {
        if (call.Arguments.Count == 0) return await All["env"](call);
        foreach (var name in call.Arguments)
            if (Variables(call.World).TryGetValue(name, out var value)) await call.Say(value);
            else return 1;
        return 0;
    }
}
