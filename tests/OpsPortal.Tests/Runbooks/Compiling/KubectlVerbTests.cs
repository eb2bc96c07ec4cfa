using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>Every form of kubectl: its action, its sentence and its risk.</summary>
public class KubectlVerbTests
{
    [Theory]
    [InlineData("kubectl apply -f k8s/hpa.yaml", "kubernetes.apply", "Apply k8s/hpa.yaml", Risk.Change)]
    [InlineData("kubectl apply -f a.yaml,b.yaml -f c -R -n shop", "kubernetes.apply", "Apply a.yaml, b.yaml, c in shop", Risk.Change)]
    [InlineData("kubectl apply -f a.yaml --dry-run=server", "kubernetes.apply", "Try to apply a.yaml", Risk.Read)]
    [InlineData("kubectl apply -f -", "kubernetes.apply", "Apply what is piped in", Risk.Change)]
    [InlineData("kubectl create -f a.yaml", "kubernetes.create", "Create what a.yaml describes", Risk.Change)]
    [InlineData("kubectl replace -f a.yaml", "kubernetes.replace", "Replace what a.yaml describes", Risk.Change)]
    [InlineData("kubectl replace --force -f a.yaml", "kubernetes.replace", "Replace what a.yaml describes", Risk.Destructive)]
    [InlineData("kubectl delete -f a.yaml", "kubernetes.delete.files", "Delete what a.yaml describes", Risk.Destructive)]
    [InlineData("kubectl diff -f a.yaml", "kubernetes.diff", "Show what applying a.yaml would change", Risk.Read)]
    [InlineData("kubectl edit configmap platform-config", "kubernetes.edit", "Edit configmap platform-config", Risk.Change)]
    [InlineData("kubectl edit hpa/web -n shop", "kubernetes.edit", "Edit horizontalpodautoscaler web in shop", Risk.Change)]
    [InlineData("kubectl create configmap notice --from-literal=message='Soon back'", "kubernetes.create.object", "Create configmap notice", Risk.Change)]
    [InlineData("kubectl create secret generic keys --from-env-file=.env.production --dry-run=client -o yaml", "kubernetes.create.object", "Try to create secret keys", Risk.Read)]
    [InlineData("kubectl create secret tls cert --cert=tls.crt --key=tls.key", "kubernetes.create.object", "Create secret cert", Risk.Change)]
    [InlineData("kubectl create ns shop", "kubernetes.create.object", "Create namespace shop", Risk.Change)]
    [InlineData("kubectl create job once --from=cronjob/nightly", "kubernetes.create.object", "Create job once", Risk.Change)]
    [InlineData("kubectl create token robot", "kubernetes.create.object", "Issue a token for serviceaccount robot", Risk.Change)]
    [InlineData("kubectl set env deployment/web LEVEL=debug OLD-", "kubernetes.setEnv", "Set LEVEL, OLD in deployment web", Risk.Change)]
    [InlineData("kubectl set env deployment web --list", "kubernetes.setEnv", "List the variables of deployment web", Risk.Read)]
    [InlineData("kubectl set env deployment/web --from=secret/keys --prefix=APP_", "kubernetes.setEnv", "Set the variables of secret keys in deployment web", Risk.Change)]
    [InlineData("kubectl set resources deployment web -c=web --limits=cpu=200m,memory=512Mi", "kubernetes.setResources", "Set limits cpu=200m,memory=512Mi of deployment web", Risk.Change)]
    [InlineData("kubectl set serviceaccount deployment web robot", "kubernetes.setServiceAccount", "Set the service account of deployment web to robot", Risk.Change)]
    [InlineData("kubectl label pods --all tier=front --overwrite", "kubernetes.label", "Set label tier on all pods", Risk.Change)]
    [InlineData("kubectl label node worker-1 disk-", "kubernetes.label", "Remove label disk from node worker-1", Risk.Change)]
    [InlineData("kubectl annotate ingress web note=x -n shop", "kubernetes.annotate", "Set annotation note on ingress web in shop", Risk.Change)]
    [InlineData("kubectl cordon worker-1", "kubernetes.cordon", "Cordon node worker-1", Risk.Change)]
    [InlineData("kubectl uncordon node/worker-1", "kubernetes.uncordon", "Uncordon node worker-1", Risk.Change)]
    [InlineData("kubectl drain worker-1 --ignore-daemonsets --delete-emptydir-data --force --grace-period=30 --timeout=5m", "kubernetes.drain", "Drain node worker-1", Risk.Change)]
    [InlineData("kubectl drain worker-1 --dry-run=client", "kubernetes.drain", "Try to drain node worker-1", Risk.Read)]
    [InlineData("kubectl taint nodes worker-1 dedicated=db:NoSchedule", "kubernetes.taint", "Taint node worker-1 with dedicated", Risk.Change)]
    [InlineData("kubectl taint node worker-1 dedicated:NoSchedule-", "kubernetes.taint", "Remove a taint from node worker-1", Risk.Change)]
    [InlineData("kubectl autoscale deployment web --min=2 --max=10 --cpu-percent=80", "kubernetes.autoscale", "Autoscale deployment web up to 10", Risk.Change)]
    [InlineData("kubectl expose deployment web --port=80 --target-port=8080", "kubernetes.expose", "Expose deployment web on port 80", Risk.Change)]
    [InlineData("kubectl wait --for=condition=available deployment/web --timeout=90s", "kubernetes.wait", "Wait until deployment web is available", Risk.Read)]
    [InlineData("kubectl wait pod -l app=web --for=delete", "kubernetes.wait", "Wait until pod with app=web is gone", Risk.Read)]
    [InlineData("kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web", "kubernetes.wait", "Wait until pod web has jsonpath={.status.phase}=Running", Risk.Read)]
    [InlineData("kubectl cp shop/web-0:/tmp/heap.bin ./heap.bin", "kubernetes.cp", "Copy /tmp/heap.bin out of pod web-0 in shop", Risk.Read)]
    [InlineData("kubectl cp fix.sql web-0:/tmp/fix.sql -c db", "kubernetes.cp", "Copy fix.sql to /tmp/fix.sql in pod web-0", Risk.Change)]
    [InlineData("kubectl port-forward svc/web 8080:80", "kubernetes.portForward", "Check that service web answers on 8080:80", Risk.Read)]
    [InlineData("kubectl auth can-i create pods --as=ann -n shop", "kubernetes.canI", "Ask whether ann may create pods in shop", Risk.Read)]
    [InlineData("kubectl auth can-i --list", "kubernetes.canI", "List what the portal may do", Risk.Read)]
    [InlineData("kubectl auth whoami", "kubernetes.info", "Show who the portal is to the cluster", Risk.Read)]
    [InlineData("kubectl cluster-info", "kubernetes.info", "Show where the cluster is", Risk.Read)]
    [InlineData("kubectl config get-contexts", "kubernetes.info", "Show the context that the environment uses", Risk.Read)]
    [InlineData("kubectl config view --minify", "kubernetes.info", "Show how the environment reaches its cluster", Risk.Read)]
    [InlineData("kubectl config use-context production", "kubernetes.useContext", "Make sure that context production is the environment's", Risk.Change)]
    [InlineData("kubectl config set-context --current --namespace=shop", "kubernetes.useContext", "Make sure that namespace shop is the environment's", Risk.Change)]
    [InlineData("kubectl api-resources --namespaced=true", "kubernetes.info", "List the kinds that the cluster knows", Risk.Read)]
    [InlineData("kubectl version", "kubernetes.info", "Show the cluster's version", Risk.Read)]
    [InlineData("kubectl explain pod.spec", "kubernetes.explain", "Explain pod.spec", Risk.Read)]
    [InlineData("kubectl events --for deployment/web -w", "kubernetes.events", "Watch events of deployment web", Risk.Read)]
    [InlineData("kubectl run once --rm -i --image=busybox:1.36 --restart=Never -- nslookup web", "kubernetes.run", "Run busybox:1.36 as pod once, once", Risk.Change)]
    [InlineData("kubectl attach web", "kubernetes.logs", "Follow the last 0 lines of pod web", Risk.Read)]
    [InlineData("kubectl rollout pause deployment/web", "kubernetes.rollout.pause", "Pause the rollout of deployment web", Risk.Change)]
    [InlineData("kubectl rollout resume deployment web", "kubernetes.rollout.resume", "Resume the rollout of deployment web", Risk.Change)]
    [InlineData("kubectl rollout undo deployment web --dry-run=client", "kubernetes.rollout.undo", "Try to roll deployment web back to the revision before", Risk.Read)]
    [InlineData("kubectl certificate approve csr-1", "kubernetes.certificate.approve", "Approve certificatesigningrequest csr-1", Risk.Change)]
    [InlineData("kubectl get --raw /readyz", "kubernetes.raw", "Read /readyz of the cluster's API", Risk.Read)]
    [InlineData("oc project shop", "kubernetes.useContext", "Make sure that namespace shop is the environment's", Risk.Change)]
    [InlineData("oc whoami", "kubernetes.info", "Show who the portal is to the cluster", Risk.Read)]
    [InlineData("oc rsh web-0 df -h", "kubernetes.exec", "Run df in pod web-0", Risk.Read)]
    [InlineData("oc adm drain worker-1", "kubernetes.drain", "Drain node worker-1", Risk.Change)]
    [InlineData("kubectl delete certificate web-tls", "kubernetes.delete", "Delete certificate web-tls", Risk.Change)]
    [InlineData("kubectl delete certificaterequest web-1", "kubernetes.delete", "Delete certificaterequest web-1", Risk.Change)]
    [InlineData("kubectl delete secret web-tls", "kubernetes.delete", "Delete secret web-tls", Risk.Destructive)]
    [InlineData("kubectl delete pvc data --dry-run=server", "kubernetes.delete", "Try to delete persistentvolumeclaim data", Risk.Read)]
    public void Each_form_has_its_action_sentence_and_risk(string command, string name, string sentence, Risk risk)
    {
        var compiled = Compiled.Of(command);
        Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
        Assert.Equal((name, sentence, risk), (compiled.Action!.Name, compiled.Action.Sentence, compiled.Risk));
        Assert.Empty(compiled.Diagnostics);
    }

    [Theory]
    [InlineData("kubectl apply -f https://example.com/a.yaml", "is an address")]
    [InlineData("kubectl apply -k overlays/prod", "-k of kubectl apply")]
    [InlineData("kubectl apply -f . --prune -l app=web", "--prune deletes whatever")]
    [InlineData("kubectl apply", "wants -f")]
    [InlineData("kubectl create widget x", "makes no widget")]
    [InlineData("kubectl create secret generic", "wants a name")]
    [InlineData("kubectl create configmap a --cert=x", "knows no flag --cert")]
    [InlineData("kubectl create secret tls a --cert=x", "wants --cert and --key")]
    [InlineData("kubectl create deployment web", "wants --image")]
    [InlineData("kubectl set env deployment/web", "wants NAME=value")]
    [InlineData("kubectl label pod web", "wants key=value")]
    [InlineData("kubectl label pods tier=front", "the object's name")]
    [InlineData("kubectl drain", "names no node")]
    [InlineData("kubectl taint nodes worker-1 dedicated=db", "behind its colon")]
    [InlineData("kubectl autoscale deployment web", "wants --max")]
    [InlineData("kubectl wait deployment/web", "wants --for")]
    [InlineData("kubectl wait deployment/web --for=ready", "--for wants")]
    [InlineData("kubectl cp a b", "pod:/path")]
    [InlineData("kubectl port-forward web", "and a port")]
    [InlineData("kubectl auth can-i get", "a verb and a resource")]
    [InlineData("kubectl run web", "wants --image")]
    [InlineData("kubectl run web --image=x --rm", "--rm wants -i")]
    [InlineData("kubectl debug web", "wants a terminal")]
    [InlineData("kubectl proxy", "opens a port")]
    [InlineData("kubectl kustomize .", "builds manifests")]
    [InlineData("kubectl krew install x", "plug-ins")]
    [InlineData("kubectl completion bash", "is about kubectl itself")]
    [InlineData("kubectl config set-cluster x", "changes the kubeconfig")]
    [InlineData("oc login https://x", "holds the credentials")]
    [InlineData("kubectl version --client", "your own machine")]
    public void What_cannot_be_done_says_why(string command, string reason) => Assert.Contains(reason, Compiled.Manual(command).ManualReason);

    [Theory]
    [InlineData("kubectl run -it debug --image=busybox -- sh")]
    [InlineData("kubectl run -i -t debug --rm --image=busybox")]
    [InlineData("kubectl attach -it web")]
    [InlineData("oc rsh web-0")]
    public void What_wants_a_terminal_is_interactive(string command) => Assert.True(Compiled.Manual(command).Interactive);

    [Theory]
    [InlineData("kubectl create secret generic keys --from-literal=pw=$WORD --from-literal=user=$NAME", "WORD:text! NAME:text!")]
    [InlineData("kubectl create configmap keys --from-literal=level=$LEVEL", "LEVEL:text")]
    [InlineData("kubectl create secret generic keys --from-file=$KEYFILE", "KEYFILE:file")]
    [InlineData("kubectl edit configmap platform-config", "manifest-configmap-platform-config:kubernetes.manifest")]
    [InlineData("kubectl edit secret keys", "manifest-secret-keys:kubernetes.manifest!")]
    [InlineData("kubectl edit deploy/<name> -n staging", "manifest-deployment-name-in-staging:kubernetes.manifest name:kubernetes.deployment")]
    [InlineData("kubectl apply -f $FILE", "FILE:file")]
    [InlineData("kubectl drain <node-name>", "node-name:kubernetes.node")]
    [InlineData("kubectl cp <pod-name>:/tmp/x ./x -n <namespace>", "pod-name:kubernetes.pod namespace:kubernetes.namespace")]
    [InlineData("kubectl get pods --context $CLUSTER", "CLUSTER:text")]
    public void Parameters_have_the_kind_of_their_place(string command, string parameters) => Assert.Equal(parameters, Compiled.Parameters(command));

    [Fact]
    public void A_context_goes_with_the_action()
    {
        Assert.Equal("prod", Compiled.Native<KubernetesGet>("kubectl --context prod get pods").Context);
        Assert.Equal("prod", Compiled.Native<KubernetesExec>("kubectl exec web --context=prod -- df -h").Context);
    }

    [Fact]
    public void Literals_are_taken_apart_at_their_first_equals_sign()
    {
        var made = Compiled.Native<KubernetesCreateObject>("kubectl create configmap a --from-literal=url='http://x/?a=b' --from-literal=$KEY=v --from-file=conf=app.conf");
        Assert.Equal([new("from-literal", "url", "http://x/?a=b"), new("from-literal", "\uE000KEY\uE001", "v"), new("from-file", "conf", "app.conf")], made.Options);
    }

    [Fact]
    public void Logs_take_every_flag()
    {
        var logs = Compiled.Native<KubernetesLogs>("kubectl logs ds/agent --all-containers --prefix --timestamps --max-log-requests=20 --limit-bytes=1000 --all-pods -f");
        Assert.Equal((true, true, true, "20", "1000", true), (logs.AllContainers, logs.Prefix, logs.Timestamps, logs.MostFollowed, logs.LimitBytes, logs.AllPods));
    }
}
