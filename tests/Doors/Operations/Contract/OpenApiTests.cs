using Kumoten.Functions.Doors.Operations;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Kumoten.Tests.Doors.Operations.Contract;

public class OpenApiTests
{
    private static readonly string Kept = Repository.Path("functions/openapi.json");

    // UPDATE_OPENAPI=1 writes it anew; what changes in it is what callers will meet.
    [Fact]
    public async Task The_kept_description_is_that_of_the_functions()
    {
        var made = await OpenApiMaker.MakeAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
            await File.WriteAllTextAsync(Kept, made);
        Assert.Equal(made, await File.ReadAllTextAsync(Kept));
    }

    [Fact]
    public async Task The_kept_description_breaks_no_rule_of_OpenAPI()
    {
        await using var file = File.OpenRead(Kept);
        var (document, diagnostic) = await OpenApiDocument.LoadAsync(file, OpenApiConstants.Json, new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });
        Assert.Empty(diagnostic!.Errors.Concat(diagnostic.Warnings).Select(found => $"{found.Pointer}: {found.Message}"));
        Assert.NotEmpty(document!.Paths);
    }

    [Fact]
    public async Task The_page_that_shows_it_and_its_script_are_there_in_Development_only()
    {
        foreach (var give in new Func<ContractFunctions, HttpRequest, Task<IResult>>[] { (functions, request) => functions.Docs(request), (functions, request) => functions.DocsScript(request) })
        {
            await give(In(Environments.Development), new DefaultHttpContext().Request);
            await Assert.ThrowsAsync<ProblemException>(() => give(In(Environments.Production), new DefaultHttpContext().Request));
        }
    }

    private static ContractFunctions In(string environment)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        return new ContractFunctions(new DevelopmentDoor(builder.Environment, builder.Configuration));
    }
}
