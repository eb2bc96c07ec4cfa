using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class ParameterTests
{
    [Theory]
    [InlineData("kubectl logs <pod-name> -n <ns>", "pod-name:kubernetes.pod ns:kubernetes.namespace")]
    [InlineData("kubectl -n $NS logs \"${POD}\"", "NS:kubernetes.namespace POD:kubernetes.pod")]
    [InlineData("kubectl scale deployment $APP --replicas=$COUNT", "APP:kubernetes.deployment COUNT:number")]
    [InlineData("kubectl logs <name of the pod>", "name of the pod:kubernetes.pod")]
    [InlineData("kubectl logs [pod-name]", "pod-name:kubernetes.pod")]
    [InlineData("kubectl logs {pod}", "pod:kubernetes.pod")]
    [InlineData("kubectl get pods -n NAMESPACE", "NAMESPACE:kubernetes.namespace")]
    [InlineData("kubectl describe pod xxx", "xxx:kubernetes.pod")]
    [InlineData("kubectl describe deploy your-app", "your-app:kubernetes.deployment")]
    [InlineData("kubectl get pods -n my-namespace", "my-namespace:kubernetes.namespace")]
    [InlineData("kubectl get secret <secret-name>", "secret-name:kubernetes.secret")]
    [InlineData("kubectl get pods -l app=<app>", "app:text")]
    [InlineData("kubectl logs web-<id>", "id:text")]
    [InlineData("kubectl exec web -- migrate $DATABASE_URL", "DATABASE_URL:text!")]
    [InlineData("kubectl exec web -- curl -H 'X-Key: YOUR_API_KEY' http://x/a/{order_id}", "YOUR_API_KEY:text! order_id:text")]
    [InlineData("curl http://x/{id}?t=$TOKEN", "id:text TOKEN:text!")]
    [InlineData("for p in a b; do kubectl delete pod $p -n $NS; done", "NS:kubernetes.namespace")]
    public void A_place_to_fill_is_a_parameter_of_the_kind_that_stands_there(string command, string expected) =>
        Assert.Equal(expected, Compiled.Parameters(command));

    [Theory]
    [InlineData("kubectl get pods -o jsonpath='{.items[0].metadata.name}'")]
    [InlineData("kubectl get pods -o go-template='{{range .items}}{{.x}}{{end}}'")]
    [InlineData("kubectl get pods -o jsonpath='{range .items[*]}{.x}{end}'")]
    [InlineData("kubectl patch svc web -p '{\"spec\":{\"a\":{}}}'")]
    [InlineData("kubectl get pods | grep ERROR")]
    [InlineData("kubectl get pods | grep '[a-z]<none>'")]
    [InlineData("kubectl logs my-shop-7d9c")]
    [InlineData("kubectl get pods | awk '{print}'")]
    public void Braces_of_other_languages_and_ordinary_words_are_none(string command) => Assert.Equal("", Compiled.Parameters(command));

    [Fact]
    public void The_actions_text_holds_the_place()
    {
        var logs = Compiled.Native<KubernetesLogs>("kubectl logs <pod-name>-0 --tail=$N");
        Assert.Equal((ParameterText.Place("pod-name") + "-0", ParameterText.Place("N")), (logs.Resource!.Name, logs.Tail));
        var bound = Assert.IsType<KubernetesLogs>(logs.Bind(new Dictionary<string, string> { ["pod-name"] = "--all", ["N"] = "5" }));
        Assert.Equal(("--all-0", "5"), (bound.Resource!.Name, bound.Tail));
    }

    [Theory]
    [InlineData("kubectl delete $KIND/web")]
    [InlineData("kubectl get <kind> web")]
    [InlineData("kubectl delete $(kubectl get pod -o wide) web")]
    [InlineData("kubectl logs $1")]
    public void What_decides_the_command_itself_is_not_left_to_a_parameter(string command) => Compiled.Manual(command);

    [Fact]
    public void A_default_is_offered_unless_it_has_to_be_found()
    {
        Assert.Equal("shop", Compiled.Of("kubectl get pods -n ${NS:-shop}").Parameters.Single().Default);
        Assert.Equal("RB1108", Assert.Single(Compiled.Of("kubectl get pods -n ${NS:-$OTHER}").Diagnostics).Code);
    }

    [Fact]
    public void Private_characters_of_the_text_make_no_place() => Assert.Equal("", Compiled.Parameters("kubectl logs \uE000x\uE001"));
}
