using OpsPortal.Runbooks.Shell;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Shell;

public class ShellParserTests
{
    [Theory]
    [InlineData("kubectl get pods", "[kubectl] [get] [pods]")]
    [InlineData("a b # note", "[a] [b]")]
    [InlineData("# only a note\n\n", "")]
    [InlineData("a #b#c d#e", "[a]")]
    [InlineData("a d#e", "[a] [d#e]")]
    [InlineData("a \\\n  b", "[a] [b]")]
    [InlineData("a \\  \n  b", "[a] [b]")]
    [InlineData("ab\\\ncd", "[abcd]")]
    [InlineData("a\r\nb\r\n", "[a] // [b]")]
    [InlineData("a \\\r\n  b", "[a] [b]")]
    public void Splits_words_lines_and_comments(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("a 'b c' \"d e\"", "[a] [b c] [d e]")]
    [InlineData("a 'b\nc'", "[a] [b\\nc]")]
    [InlineData("a \"b\n$C\"", "[a] [b\\n${C}]")]
    [InlineData("a ''", "[a] []")]
    [InlineData("a b'c'\"d\"e", "[a] [bcde]")]
    [InlineData(@"a \$b \'c ""\$d \e""", @"[a] [$b] ['c] [$d \e]")]
    [InlineData(@"a $'x\ty\n\x41\u00e9\'z'", "[a] [x\ty\\nAé'z]")]
    [InlineData("a '$B `c`'", "[a] [$B `c`]")]
    public void Reads_quotes_and_escapes(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("a $B ${C} ${D:-x y} ${E%.gz} $1 $?", "[a] [${B}] [${C}] [${D:-x y}] [${E%.gz}] [${1}] [${?}]")]
    [InlineData("a $(b $(c d) | e)", "[a] [$([b] [$([c] [d])] | [e])]")]
    [InlineData("a \"x $(b 'c)') y\"", "[a] [x $([b] [c)]) y]")]
    [InlineData("a `b \\`c\\``", "[a] [$([b] [$([c])])]")]
    [InlineData("a $((1 + (2)))", "[a] [$((1 + (2)))]")]
    [InlineData("a $( (b) )", "[a] [$(<(: [b]>)]")]
    [InlineData("diff <(a) <(b c)", "[diff] [<([a])] [<([b] [c])]")]
    [InlineData("a ${{ github.sha }}", "[a] [${{] [github.sha] [}}]")]
    [InlineData("a $", "[a] [$]")]
    public void Reads_expansions(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("a | b |& c", "[a] | [b] 2>&[1] | [c]")]
    [InlineData("a |\n  b", "[a] | [b]")]
    [InlineData("! a", "! [a]")]
    [InlineData("a && b || c; d", "{[a] && [b] || [c] ; [d]}")]
    [InlineData("a &&\n# why\nb", "{[a] && [b]}")]
    [InlineData("a;", "[a]")]
    [InlineData("a & b &", "{[a] & [b] &}")]
    [InlineData("a &", "{[a] &}")]
    public void Joins_commands(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("a > b 2>&1 < c >> d", "[a] >[b] 2>&[1] <[c] >>[d]")]
    [InlineData("a &> b", "[a] &>[b]")]
    [InlineData("a 2>/dev/null", "[a] 2>[/dev/null]")]
    [InlineData("a b2>c", "[a] [b2] >[c]")]
    [InlineData("a <<< \"b c\"", "[a] <<<[b c]")]
    [InlineData("a <<EOF | b\n1 $X\n\n# no comment\nEOF\nc", "[a] <<[EOF](1 $X\\n\\n# no comment\\n) | [b] // [c]")]
    [InlineData("a <<-'END' > b\n\t1\n\tEND\nc", "[a] <<-[END](1\\n) >[b] // [c]")]
    [InlineData("a <<A <<B\n1\nA\n2\nB\nc", "[a] <<[A](1\\n) <<[B](2\\n) // [c]")]
    [InlineData("a $(b <<E\n1\nE\n) d", "[a] [$([b] <<[E](1\\n))] [d]")]
    public void Reads_redirections_and_here_documents(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("A=1", "A=[1]")]
    [InlineData("A=$(b) C+=d e", "A=[$([b])] C+=[d] [e]")]
    [InlineData("A= b", "A=[] [b]")]
    [InlineData("export A=1 B", "A=[1] [export] [B]")]
    [InlineData("A=(b \"c d\")", "A=[([b] [c d])]")]
    [InlineData("a --b=c", "[a] [--b=c]")]
    public void Reads_assignments(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("for p in a b; do c $p; done", "<for p [a] [b]: [c] [${p}]>")]
    [InlineData("for p in a b\ndo\n  c $p # note\n  d\ndone > e", "<for p [a] [b]: [c] [${p}]; [d] >[e]>")]
    [InlineData("for ((i=0; i<3; i++)); do a; done", "<for: [a]>")]
    [InlineData("while a; do b; done | c", "<|: <while: [a]; [b]>; [c]>")]
    [InlineData("until a\ndo b; done", "<until: [a]; [b]>")]
    [InlineData("if a; then b; elif c; then d; else e; fi", "<if: [a]; [b]; [c]; [d]; [e]>")]
    [InlineData("if [ -f x ]; then\n  b\nfi", "<if: [[] [-f] [x] []]; [b]>")]
    [InlineData("case $x in\n  a|b) c ;;\n  *) d; e ;;\nesac", "<case [${x}]: [c]; {[d] ; [e]}>")]
    [InlineData("f() { a; b; }", "<function f: <{: {[a] ; [b]}>>")]
    [InlineData("function f {\n  a\n}", "<function f: <{: [a]>>")]
    [InlineData("(a; b) && c", "{<(: {[a] ; [b]}> && [c]}")]
    [InlineData("[[ $a == b* && ( -n $c ) ]] && d", "{[[[] [${a}] [==] [b*] [&&] [(] [-n] [${c}] [)] []]] && [d]}")]
    [InlineData("(( x > 1 )) && a", "{<((: > && [a]}")]
    public void Keeps_compounds_whole(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("kubectl logs <pod-name>", "[kubectl] [logs] [<pod-name>]")]
    [InlineData("kubectl logs <name of the pod> -n <ns>", "[kubectl] [logs] [<name of the pod>] [-n] [<ns>]")]
    [InlineData("a <x>/<y>:<z> > out", "[a] [<x>/<y>:<z>] >[out]")]
    [InlineData("a <<pod>>", "[a] [<pod>]")]
    [InlineData("a [pod name] {pod name} [x] {y}", "[a] [<pod name>] [<pod name>] [[x]] [{y}]")]
    [InlineData("a < in > out", "[a] <[in] >[out]")]
    [InlineData("a <in >out", "[a] <[in] >[out]")]
    [InlineData("a <in.sql>out.txt", "[a] <[in.sql] >[out.txt]")]
    [InlineData("[ -f x ]", "[[] [-f] [x] []]")]
    public void Tells_placeholders_from_redirections(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Fact]
    public void Spans_reach_from_the_first_character_to_the_last_of_a_statement()
    {
        const string text = "  a b  # note\n\ncat <<E  # more\n1\nE\n  c \\\n  d ;  \n";
        Assert.Equal(["a b", "cat <<E  # more\n1\nE", "c \\\n  d ;"], ShellParser.Parse(text).Select(s => text[s.Start..s.End]));
    }
}
