using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class DockerTests
{
    [Theory]
    [InlineData("docker ps", "List the running containers")]
    [InlineData("docker container ls -a", "List all containers")]
    [InlineData("podman ps -aq --filter status=exited --format '{{.Names}}'", "List all containers")]
    [InlineData("docker logs api --tail 100 --follow", "Follow the last 100 lines of container api")]
    [InlineData("docker logs -f -n 100 api", "Follow the last 100 lines of container api")]
    [InlineData("docker logs --since=10m api 2>&1", "Read the log of container api since 10m")]
    [InlineData("docker logs --tail all -t api", "Read the log of container api")]
    [InlineData("nerdctl container logs <container-name>", "Read the log of container <container-name>")]
    [InlineData("docker exec -it api env", "Run env in container api")]
    [InlineData("docker exec -u root -w /app -e A=b api ls -la -t", "Run ls in container api")]
    [InlineData("docker restart -t 5 api db", "Restart containers api and db")]
    [InlineData("docker stop $(NAME)", null)]
    [InlineData("docker stop api", "Stop container api")]
    [InlineData("docker start api", "Start container api")]
    [InlineData("docker kill -s HUP api", "Send HUP to container api")]
    [InlineData("docker pause api", "Pause container api")]
    [InlineData("docker unpause api", "Resume container api")]
    [InlineData("docker rm -f api", "Remove container api")]
    [InlineData("docker stats --no-stream", "Show CPU and memory of all containers")]
    [InlineData("docker stats api db cache", "Watch CPU and memory of containers api, db and cache")]
    [InlineData("docker inspect -f '{{.State.Status}}' api", "Inspect api")]
    [InlineData("docker volume inspect data", "Inspect data")]
    [InlineData("docker images api", "List the images of api")]
    [InlineData("docker image ls -q", "List the images")]
    [InlineData("docker top api -o pid,cmd", "List the processes of container api")]
    [InlineData("docker port api 8000/tcp", "Show where ports of container api are published")]
    [InlineData("docker cp api:/app/dump.json .", "Copy api:/app/dump.json to .")]
    [InlineData("docker cp app.conf api:/etc/", "Copy app.conf to api:/etc/")]
    [InlineData("docker pull redis:7", "Pull image redis:7")]
    [InlineData("docker rmi a b", "Remove images a and b")]
    [InlineData("docker image prune -af --filter until=24h", "Remove unused images")]
    [InlineData("docker system prune -f", "Remove stopped containers, unused networks and dangling images")]
    [InlineData("docker volume rm data", "Remove volume data")]
    [InlineData("docker volume ls", "List the volumes")]
    [InlineData("docker network ls", "List the networks")]
    [InlineData("docker network connect front api", "Connect container api to network front")]
    [InlineData("docker network create front", "Create network front")]
    [InlineData("docker system df", "Show what Docker takes of the disk")]
    [InlineData("docker info", "Show how Docker is doing")]
    [InlineData("sudo docker version", "Show the version of Docker")]
    [InlineData("docker-compose ps", "List the containers of all services")]
    [InlineData("docker compose -f prod.yml -p shop ps -a", "List the containers of all services")]
    [InlineData("docker compose logs --tail=50 -f api db", "Follow the last 50 lines of services api and db")]
    [InlineData("docker compose exec -T db ls /", "Run ls in service db")]
    [InlineData("docker-compose restart api", "Restart service api")]
    [InlineData("docker-compose stop", "Stop all services")]
    [InlineData("docker compose up -d --scale api=3 --force-recreate", "Bring up all services")]
    [InlineData("docker-compose down", "Take down all services")]
    [InlineData("docker-compose down -v", "Take down all services with their volumes")]
    [InlineData("docker compose pull", "Pull the images of all services")]
    [InlineData("docker compose top", "List the processes of all services")]
    [InlineData("docker compose config --services", "List the services")]
    [InlineData("docker compose rm -sf api", "Remove service api")]
    public void Runs_natively(string command, string? sentence)
    {
        var compiled = Compiled.Of(command);
        Assert.Equal(sentence is null ? StepMode.Manual : StepMode.Native, compiled.Mode);
        if (sentence is not null) Assert.Equal(sentence, compiled.Action!.Sentence);
    }

    [Theory]
    [InlineData("docker ps", Risk.Read)]
    [InlineData("docker logs api", Risk.Read)]
    [InlineData("docker exec api env", Risk.Read)]
    [InlineData("docker exec -it redis redis-cli FLUSHDB", Risk.Destructive)]
    [InlineData("docker exec redis redis-cli DBSIZE", Risk.Read)]
    [InlineData("docker container exec api rm -rf /tmp/x", Risk.Destructive)]
    [InlineData("docker exec db psql -c \"SELECT $ID\"", Risk.Change)]
    [InlineData("docker restart api", Risk.Change)]
    [InlineData("docker rm api", Risk.Destructive)]
    [InlineData("docker cp api:/x y", Risk.Read)]
    [InlineData("docker cp y api:/x", Risk.Change)]
    [InlineData("docker pull a", Risk.Change)]
    [InlineData("docker build -t a .", Risk.Change)]
    [InlineData("docker push a", Risk.Change)]
    [InlineData("docker image prune -f", Risk.Change)]
    [InlineData("docker builder prune", Risk.Change)]
    [InlineData("docker system prune", Risk.Destructive)]
    [InlineData("docker container prune", Risk.Destructive)]
    [InlineData("docker volume prune", Risk.Destructive)]
    [InlineData("docker volume rm a", Risk.Destructive)]
    [InlineData("docker rmi a", Risk.Change)]
    [InlineData("docker-compose down", Risk.Change)]
    [InlineData("docker-compose down -v", Risk.Destructive)]
    [InlineData("docker compose down --volumes", Risk.Destructive)]
    [InlineData("docker compose up -d", Risk.Change)]
    [InlineData("docker compose run --rm api rm -rf /data", Risk.Destructive)]
    [InlineData("docker compose rm -fv", Risk.Destructive)]
    public void Has_its_risk(string command, Risk risk) => Assert.Equal(risk, Compiled.Of(command).Risk);

    [Theory]
    [InlineData("docker build -t app:1 .")]
    [InlineData("docker push app:1")]
    [InlineData("docker tag app:1 app:2")]
    [InlineData("docker run --rm app:1 ./migrate")]
    [InlineData("docker login -u me --password-stdin registry.example.com")]
    [InlineData("docker ps -s")]
    [InlineData("docker -H tcp://other:2375 ps")]
    [InlineData("docker compose build api")]
    [InlineData("docker compose --profile x up -d")]
    [InlineData("docker compose up -d --build")]
    public void What_the_api_does_not_do_runs_as_the_program(string command)
    {
        var compiled = Compiled.Of(command);
        Assert.Equal((StepMode.Host, "docker"), (compiled.Mode, Assert.IsType<HostRun>(compiled.Action).Program));
    }

    [Theory]
    [InlineData("docker exec -it api bash", true)]
    [InlineData("docker compose exec api sh", true)]
    [InlineData("docker attach api", true)]
    [InlineData("docker login", true)]
    [InlineData("docker run -it alpine sh", true)]
    [InlineData("docker logs", false)]
    [InlineData("docker logs a b", false)]
    [InlineData("docker logs a --tail many", false)]
    [InlineData("docker logs a --since someday", false)]
    [InlineData("docker ps --nothing", false)]
    [InlineData("docker cp a b", false)]
    [InlineData("docker", false)]
    [InlineData("docker exec api", false)]
    [InlineData("docker compose up --scale api", false)]
    public void What_nobody_can_run_for_you_is_manual(string command, bool interactive) => Assert.Equal(interactive, Compiled.Manual(command).Interactive);

    [Fact]
    public void Places_are_named_by_where_they_stand()
    {
        Assert.Equal("container-name:docker.container", Compiled.Parameters("docker logs <container-name>"));
        Assert.Equal("CONTAINER:docker.container", Compiled.Parameters("docker restart CONTAINER"));
        Assert.Equal("SERVICE:docker.service", Compiled.Parameters("docker compose restart $SERVICE"));
    }

    [Fact]
    public void Filled_in_values_stay_values()
    {
        var bound = Compiled.Native<DockerRestart>("docker restart $NAME").Bind(new Dictionary<string, string> { ["NAME"] = "--all" });
        Assert.Equal(["--all"], Assert.IsType<DockerRestart>(bound).Containers);
    }

    [Fact]
    public void Every_action_survives_being_stored()
    {
        foreach (var command in new[] { "docker stats api", "docker compose up -d --scale a=2", "docker-compose down -v", "docker compose kill -s HUP", "ls *.gz" })
        {
            var action = Compiled.Of(command).Action!;
            Assert.Equal(action.Sentence, action.Bind(new Dictionary<string, string>()).Sentence);
        }
    }
}
