using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OpsPortal.Access;
using OpsPortal.Frame;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Editing;

/// <summary>
/// The text at the left, what it compiles to at the right. The text lives in the browser, which keeps a draft of it; the server gets it
/// as a stream some moments after the last key, because a message of the circuit is small.
/// </summary>
public sealed partial class EditRunbookPage(IRunbookReader runbooks, IRunbookWriter writer, Workplace workplace, Toasts toasts, IJSRuntime js) : ComponentBase, IAsyncDisposable
{
    private ElementReference root;
    private IJSObjectReference? view;
    private DotNetObjectReference<EditRunbookPage>? self;
    private Actor? actor;
    private CompiledRunbook? compiled;
    private Problem? problem;
    private string text = "";
    private string saved = "";
    private int basedOn;
    private bool busy, opened, attached;
    private DateTimeOffset? draftAt;

    [Parameter] public string Slug { get; set; } = "";

    private bool Dirty => text != saved;

    private string State => !opened ? "" : busy ? "Saving…" : Dirty ? "not saved; this browser keeps it" : $"v{basedOn}, saved";

    protected override Task OnParametersSetAsync() => opened ? Task.CompletedTask : OpenAsync();

    private async Task OpenAsync()
    {
        actor = await workplace.ActorAsync();
        if (await runbooks.FindAsync(Slug, default) is not { } edition)
        {
            problem = RunbookLibrary.Missing(Slug);
            return;
        }
        problem = actor.May(Permission.Write, system: edition.Runbook.System?.Slug, toDoWhat: "edit runbooks");
        if (problem is not null) return;
        (text, saved, basedOn, compiled, opened) = (edition.Version.Text, edition.Version.Text, edition.Version.Number, edition.Compiled, true);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!opened || attached) return;
        attached = true;
        self = DotNetObjectReference.Create(this);
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["js/editor.js"]}");
        view = await module.InvokeAsync<IJSObjectReference>("attach", root, self, new { text, key = $"draft:{Slug}", basedOn });
        await MarkAsync();
    }

    /// <summary>The text as it is now; called by the browser.</summary>
    [JSInvokable]
    public async Task ChangedAsync(IJSStreamReference changed)
    {
        if (await ReadAsync(changed) is not { } now) return;
        await CompileAsync(now);
    }

    /// <summary>There is a draft that was not saved; called by the browser.</summary>
    [JSInvokable]
    public Task DraftFoundAsync(long unixMilliseconds)
    {
        draftAt = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
        return InvokeAsync(StateHasChanged);
    }

    /// <summary>Ctrl S; called by the browser.</summary>
    [JSInvokable]
    public Task SaveKeyAsync() => InvokeAsync(async () =>
    {
        await SaveAsync(false);
        StateHasChanged();
    });

    private async Task<string?> ReadAsync(IJSStreamReference stream)
    {
        try
        {
            await using var bytes = await stream.OpenReadStreamAsync(SaveRunbook.MaxSize);
            using var reader = new StreamReader(bytes);
            return await reader.ReadToEndAsync();
        }
        catch (ArgumentOutOfRangeException)
        {
            problem = Problem.Invalid($"The text is longer than {SaveRunbook.MaxSize:N0} bytes, which is the limit. Split the runbook into several; nothing is lost meanwhile.", "text");
            await InvokeAsync(StateHasChanged);
            return null;
        }
    }

    private async Task CompileAsync(string now)
    {
        text = now;
        if (problem?.Field == "text") problem = null;
        compiled = RunbookCompiler.Compile(now, Slug);
        await InvokeAsync(StateHasChanged);
        await MarkAsync();
    }

    private async Task SaveAsync(bool over)
    {
        if (busy || view is null) return;
        busy = true;
        try
        {
            var stream = await view.InvokeAsync<IJSStreamReference>("text");
            if (await ReadAsync(stream) is not { } now) return;
            await CompileAsync(now);
            var result = await writer.SaveAsync(actor!, Slug, now, null, default, over ? null : basedOn);
            problem = result.Problem;
            if (!result.Succeeded) return;
            (saved, basedOn) = (now, result.Value.Edition.Version.Number);
            await view.InvokeVoidAsync("saved", basedOn);
            toasts.Done(result.Value.Changed ? $"Saved as v{basedOn}." : "Nothing had changed.");
        }
        finally { busy = false; }
    }

    private async Task UseDraftAsync()
    {
        draftAt = null;
        if (view is not null) await view.InvokeVoidAsync("useDraft");
    }

    private async Task DropDraftAsync()
    {
        draftAt = null;
        if (view is not null) await view.InvokeVoidAsync("dropDraft");
    }

    private async Task GoAsync(int line)
    {
        if (view is not null) await view.InvokeVoidAsync("go", line);
    }

    private async Task FixAsync(Diagnostic diagnostic)
    {
        if (view is null) return;
        // What was typed since the last compile counts, too.
        var stream = await view.InvokeAsync<IJSStreamReference>("text");
        if (await ReadAsync(stream) is not { } now) return;
        if (diagnostic.Fix is not { } fix || DiagnosticFixes.Apply(now, fix) is not { } mended)
        {
            toasts.Refused("The text has changed there meanwhile; look again.");
            await CompileAsync(now);
            return;
        }
        await view.InvokeVoidAsync("replace", mended, diagnostic.Line);
        await CompileAsync(mended);
    }

    private async Task MarkAsync()
    {
        if (view is null || compiled is null) return;
        var all = compiled.Diagnostics.Concat(compiled.Steps.SelectMany(s => s.Diagnostics));
        await view.InvokeVoidAsync("mark", all.GroupBy(d => d.Line).Select(g => new { line = g.Key, severity = $"{g.Max(d => d.Severity)}".ToLowerInvariant(), text = string.Join('\n', g.Select(d => $"{d.Code} {d.Message}")) }));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (view is not null)
            {
                await view.InvokeVoidAsync("dispose");
                await view.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone; its draft is not.
        }
        self?.Dispose();
    }
}
