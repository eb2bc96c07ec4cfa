using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

/// <summary>awk here and awk there. What GNU awk and mawk do differently is asked of GNU awk alone.</summary>
public class AwkComparisonTests
{
    private static readonly string[] Inputs =
    [
        "",
        "NAME READY STATUS RESTARTS AGE\napi-7d4 1/1 Running 0 5d\nworker-x 0/1 CrashLoopBackOff 17 5h\ndb-0 1/1 Running 2 10m\n",
        "a,b,,c\n  lead  and trail  \n\n1 2 3\n10 9 -8.5\n0x1A 1e3 .5 +7\nabc ABC aBc\n",
        "2024-01-02T03:04:05Z ERROR /api/v1/users 500 123.45ms\n2024-01-02T03:04:06Z INFO /healthz 200 1.5ms\n2024-01-02T03:04:07Z ERROR /api/v1/users 503 99ms\nkey=value;other=\"x y\"\n",
        "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/usr/sbin:/usr/sbin/nologin\nend:of:it\n",
    ];

    /// <summary>Both agree on these.</summary>
    private static readonly string[] Programs =
    [
        "awk '{print $1}'", "awk '{print $NF}'", "awk 'NF>1{print $(NF-1), $NF}'", "awk 'NR>1{print $1, $3}'", "awk 'NR==2'", "awk '/ERROR/'", "awk '!/ERROR/'", "awk '/api/{n++} END{print n+0}'",
        "awk '{print NF}'", "awk 'END{print NR}'", "awk -F: '{print $1 \"-\" $NF}'", "awk -F , '{print $2}'", "awk -F'[:;=]' '{print $2}'", "awk -F'\\t' '{print $1}'", "awk -F'|' '{print NF}'", "awk -F. '{print $1}'", "awk -Ft '{print $1}'",
        "awk '{s+=$NF} END{printf \"%.2f\\n\", s}'", "awk '$4>1{print $1}'", "awk '$4 > 1 && $3 == \"Running\"'", "awk '$3 != \"Running\" {print $1, $3}'", "awk '$1 ~ /^[a-z]+-/ {print}'", "awk '$2 !~ \"1/1\"'",
        "awk '{c[$3]++} END{for (k in c) if (k==\"Running\") print k, c[k]}'", "awk '{print length($0), length}'", "awk '{print substr($0, 3, 4)}'", "awk '{print substr($0, 0), substr($0, 1, 3) \"|\" substr($0, 2.5, 1.5)}'",
        "awk '{print index($0, \"a\")}'", "awk '{n=split($0, p, /[ ,:]+/); print n, p[1], p[n]}'", "awk '{n=split($1, p, \"\"); print (n > 0)}'", "awk '{sub(/a/, \"<&>\"); print}'", "awk '{gsub(/[0-9]+/, \"#\"); print}'", "awk '{gsub(/x*/, \"-\"); print}'",
        "awk '{gsub(/a/, \"\\\\&\"); print}'", "awk '{print toupper($1), tolower($2)}'", "awk 'match($0, /[0-9]+/) {print RSTART, RLENGTH, substr($0, RSTART, RLENGTH)}'", "awk '{print match($0, /zzz/), RSTART, RLENGTH}'",
        "awk '{$2=\"X\"; print; print NF}'", "awk '{$7=\"Y\"; print}'", "awk '{NF=2; print}'", "awk '{$0=\"p q r\"; print $2, NF}'", "awk 'BEGIN{OFS=\"-\"} {$1=$1; print}'", "awk 'BEGIN{FS=\":\"; OFS=\"|\"} {print $1,$2}'", "awk 'BEGIN{ORS=\";\"} {print $1} END{printf \"\\n\"}'",
        "awk -v n=3 'NR<=n'", "awk -v s='a\\tb' 'BEGIN{print s}'", "awk -v x=10 'BEGIN{print (x > 9), (x \"\" > 9 ? \"t\" : \"f\")}'", "awk 'BEGIN{print 1==1.0, \"a\"<\"b\", \"10\"<\"9\", 10<9, \"abc\"<1}'", "awk '{print ($1 < $2), ($1 == $2), ($2 > 5)}'",
        "awk 'BEGIN{print 1+2*3-4/2, 7%3, -7%3, 2^10, -2^2, 2^3^2, 1e3, .5, 1/3}'", "awk 'BEGIN{x=5; x+=2; x*=3; x-=1; x/=4; x%=3; print x; print x++ + ++x, x--, --x}'", "awk 'BEGIN{print !0, !1, !\"\", !\"a\", -\"3x\", +\"4y\"}'", "awk 'BEGIN{print 1 \" \" 2, 1 -1, 2 \" \" -1}'",
        "awk 'BEGIN{a=\"x\"; b=a++; print a, b}'", "awk 'BEGIN{for(i=1;i<=5;i++){if(i==2)continue; if(i==4)break; print i}}'", "awk 'BEGIN{while(i<3) print i++; do print i--; while(i>1)}'", "awk '{for(i=NF;i>0;i--) printf \"%s%s\", $i, (i>1?\" \":\"\\n\")}'",
        "awk 'BEGIN{printf \"%d %i %5d|%-5d|%05d|%+d|% d\\n\", 42.9, -3, 7, 7, 7, 7, 7}'", "awk 'BEGIN{printf \"%s %10s|%-10s|%.2s|%c%c\\n\", \"abc\", \"abc\", \"abc\", \"abc\", 65, \"xyz\"}'", "awk 'BEGIN{printf \"%f %.0f %.3f %e %E %g %G\\n\", 3.14159, 2.5, 2.0005, 12345.678, 0.00012, 1e10, 1e-5}'",
        "awk 'BEGIN{printf \"%x %X %o %5.1f%% %u\\n\", 255, 255, 8, 99.55, 3}'", "awk 'BEGIN{printf \"%*d|%-*d|%.*f\\n\", 5, 42, 5, 42, 2, 3.14159}'", "awk 'BEGIN{print 0.1+0.2, 1e6, 1234567.5, 123456789, 1e-7, 100000 * 3}'", "awk 'BEGIN{OFMT=\"%.2f\"; print 3.14159, 3.14159 \"\"}'",
        "awk 'BEGIN{CONVFMT=\"%.2g\"; a=3.14159; print (a \"\")}'", "awk '/api/,/db/'", "awk 'NR==2,NR==3{print NR\": \"$0}'", "awk '/nothing/,/ever/'", "awk 'NR==1{next} {print}'", "awk 'NR==2{exit} {print} END{print \"end\"}'", "awk '{a[NR]=$0} END{for(i=NR;i>0;i--) print a[i]}'",
        "awk '!seen[$1]++'", "awk '{a[$1,$2]=1} END{for(k in a){split(k,p,SUBSEP); n++} print n+0}'", "awk 'BEGIN{a[\"x\"]=1; print (\"x\" in a), (\"y\" in a); delete a[\"x\"]; print (\"x\" in a)}'", "awk 'BEGIN{if(!(3 in a)) print \"no\"; print length(a)}'",
        "awk 'function f(a,b){return a*b} BEGIN{print f(3,4)}'", "awk 'function r(n){return n<=1?1:n*r(n-1)} BEGIN{print r(10)}'", "awk 'function fill(arr,n){for(i=1;i<=n;i++)arr[i]=i*i} BEGIN{fill(q,3); print q[1],q[2],q[3]}'", "awk 'function g(x){x=5} BEGIN{y=1; g(y); print y}'",
        "awk 'BEGIN{print int(3.9), int(-3.9), int(\"4abc\"), sqrt(16), exp(0), log(1), sin(0), cos(0), atan2(0,1)}'", "awk 'BEGIN{s=sprintf(\"%03d-%s\", 7, \"x\"); print s, length(s)}'", "awk 'BEGIN{print length(\"\"), length(12345), length()}'", "awk 'BEGIN{print substr(\"hello\",2,100), substr(\"hello\",10) \"|\"}'",
        "awk 'BEGIN{print (1>2)?\"a\":\"b\"}'", "awk '{print; print \"\"}'", "awk 'BEGIN{print \"a\\\\b\\\"cd\\101\"}'", "awk '$0'", "awk 'NF'", "awk '1'", "awk '0'", "awk '\"a\"'", "awk 'NR%2'",
        "awk 'length > 20'", "awk '{ if ($3 == \"Running\") { r++ } else if (NF) { o++ } } END { print r+0, o+0 }'", "awk '# comment\n{ print $1 } # more\n'", "awk '{ x = $1; \\\n print x }'", "awk '{print $1;print $2}'", "awk 'BEGIN{if(1)print \"a\";else print \"b\"}'", "awk 'BEGIN { RS=\";\" } { print NR\":\"$1 }'", "awk 'BEGIN{RS=\"\"} {print NR, NF, $1}'",
        "awk 'BEGIN{RS=\"\";FS=\"\\n\"} {print NF \":\" $2}'", "awk '/\\// {print \"slash\"}'", "awk '{print ($2 > 5)}'", "awk 'BEGIN { printf \"%s\\n\", \"no newline\"; printf \"tail\" }'",
        "awk 'BEGIN { print 2^-1, -2^-1 }'", "awk 'BEGIN { print substr(\"x\", 1, 0) \"|\" substr(\"abc\", 2, 1) }'", "awk '$2+0 == $2' ", "awk '{ $3 = \"\"; print }'", "awk '{ print $1$2 }'", "awk 'BEGIN { a = 1; a = a b; print a }'",
        "awk '{ print NR, $0 }' ", "awk 'END { print $0, NF }'", "awk 'BEGIN { getit = 1; print getit }'", "awk '($1 ~ /a/) || ($2 ~ /b/) { print \"m\", NR }'", "awk '{ gsub(/ +/, \" \"); sub(/^ /, \"\"); sub(/ $/, \"\"); print }'", "awk '{ n = gsub(/o/, \"0\"); print n, $0 }'", "awk '{ gsub(\"[aeiou]\", \"\", $1); print }'",
        "awk '{ gsub(/\\./, \",\"); print }'", "awk '{ gsub(/^/, \">\"); print }'", "awk '{ gsub(/$/, \"<\"); print }'", "awk '{ sub(\"\\\\.\", \"\"); print }'", "awk -F'[][]' '{print $1}'", "awk '/(ERROR|INFO) .*[0-9]+$|ms$/ {print $2}'", "awk '$NF ~ /ms$/ { t = $NF; sub(/ms/, \"\", t); if (t + 0 > 50) print $3, t }'",
    ];

    [Fact]
    public async Task The_awk_of_the_system_says_the_same()
    {
        if (FilterCase.Missing("awk")) return;
        await FilterCase.CompareAsync(Programs, Inputs);
    }

    [Fact]
    public async Task Gnu_awk_says_the_same()
    {
        if (FilterCase.Missing("gawk")) return;
        string[] programs =
        [
            "awk '{s+=$2} END{print s}'", "awk '{print substr($0, -1, 3) \"|\" substr($0, 0, 2) substr($0, -9)}'", "awk 'BEGIN{print -log(0)}'", "awk 'BEGIN{print 2^31, 2^53, 123456789012, -2^40}'", "awk 'match($0, /([a-z]+)-([a-z0-9]+)/, m) {print m[1] \"/\" m[2]}'", "awk '{print gensub(/([a-z])([0-9])/, \"\\\\2\\\\1\", \"g\")}'",
            "awk '/[0-9]{3}/'", "awk -F'[0-9]{2}' '{print $1}'", "awk '{print length(\"é\"), toupper(\"é\"), substr(\"aéb\", 2, 1), index(\"aéb\", \"b\")}'", "awk 'BEGIN{print 2**3; x**=2; print x}'", "awk 'BEGIN{printf \"%c%c\\n\", 233, \"é\"}'", "awk 'BEGIN{RS=\"[0-9]+\"} {print $1}'",
        ];
        await FilterCase.CompareAsync([.. Programs, .. programs], Inputs, p => "g" + p);
    }

    /// <summary>Numbers as they are printed, over a thousand formats and values.</summary>
    [Fact]
    public async Task Numbers_are_formatted_the_same()
    {
        if (FilterCase.Missing("gawk")) return;
        var random = new Random(20261121);
        string[] formats = ["%d", "%i", "%5.0f", "%.1f", "%.2f", "%.3e", "%e", "%g", "%.3g", "%10.4g", "%-12g|", "%+.2f", "%08.3f", "%.0e", "%.10g", "%.17g"];
        double[] values = [0, 1, -1, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 1e5, 1e6, 999999.5, 1e15, 123456789.125, 1e-5, 0.0001, 5e-5, 1.25e10, 99.995, 0.045, 2.675];
        var statements = formats.SelectMany(f => values.Concat(Enumerable.Range(0, 15).Select(_ => Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 12)), random.Next(1, 9)))).Select(v => $"printf \"{f} \", {v:R};")).ToList();
        List<string> programs = [];
        foreach (var chunk in statements.Chunk(60)) programs.Add($"awk 'BEGIN{{{string.Concat(chunk).Replace('E', 'e')} print \"\"}}'");
        await FilterCase.CompareAsync(programs, [""], p => "g" + p);
    }
}
