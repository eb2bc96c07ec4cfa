using OpsPortal.Executions;
using Xunit;

namespace OpsPortal.Tests.Executions;

public sealed class ChangeQuestionTests
{
    [Theory]
    [InlineData("Scale deployment cart to 5 in shop", "from 3", "Scale deployment cart from 3 to 5 in shop?")]
    [InlineData("Restart deployment cart in shop", null, "Restart deployment cart in shop?")]
    [InlineData("Restart deployment cart in shop", "from 2 pods", "Restart deployment cart in shop (from 2 pods)?")]
    [InlineData("Delete pod cart-0 in shop", "It is made again by replicaset cart.", "Delete pod cart-0 in shop? It is made again by replicaset cart.")]
    public void Says_what_will_change(string sentence, string? now, string question) => Assert.Equal(question, ChangeQuestion.Of(sentence, now));
}
