using Azure.Core.Serialization;
using Kumoten.Functions;
using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Desk.Figures;
using Kumoten.Functions.Desk.Worklist;
using Kumoten.Functions.Doors.Accounts;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Doors.Orders;
using Kumoten.Functions.Doors.Pages;
using Kumoten.Functions.Doors.Parcels;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Hands.DeadLetters;
using Kumoten.Functions.Hands.Letters;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Hands.Refunds;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

// The workbench of whoever edits letters (Hands/Letters/README.md).
if (args is ["--render-letters", var letters])
{
    LetterTools.Render(letters);
    return;
}

if (args is ["--measure-letters"])
{
    LetterTools.Measure();
    return;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.AddMiddleware();
builder.AddServices();
builder.Build().Run();

namespace Kumoten.Functions
{
    /// <summary>The application: its middleware and services. Marketplaces, couriers and case types are listed in their folders; the functions the worker's SDK lists at build time.</summary>
    public static class Wiring
    {
        // What the server reads ahead of whoever uses it, for each connection and twice over. Kestrel's default is a megabyte:
        // for a network with long ways, where the host sits beside us and waits when asked to.
        private const int ReadAhead = 64 * 1024;

        /// <summary>Adds what stands around the functions: ASP.NET Core for those that HTTP starts, notes of failures for those of queues.</summary>
        /// <param name="builder">The worker's builder.</param>
        public static void AddMiddleware(this FunctionsApplicationBuilder builder)
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseWhen<HttpPipeline>(HttpPipeline.IsFor);
            builder.UseWhen<FailureNoting>(FailureNoting.IsFor);
        }

        /// <summary>Adds everything the functions are given.</summary>
        /// <param name="builder">The worker's builder, with its settings.</param>
        public static void AddServices(this FunctionsApplicationBuilder builder)
        {
            builder.Configuration.ForgetUnresolvedSecrets();
            var (services, configuration) = (builder.Services, builder.Configuration);
            services.AddHostedService<Preparation>();
            services.AddSingleton<FunctionMethods>();
            services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = ReadAhead);
            services.Configure<KestrelServerOptions>(kestrel =>
            {
                kestrel.Limits.MaxRequestBufferSize = ReadAhead;
                kestrel.AddServerHeader = false;
            });
            services.AddSingleton(_ => Storage.Open(configuration));
            services.AddSingleton(_ => new AppClock()).AddSingleton<TimeProvider>(s => s.GetRequiredService<AppClock>());
            services.AddSingleton<CaseStore>().AddSingleton<CaseIndex>().AddSingleton<CaseSearch>().AddSingleton<CaseRunner>().AddSingleton<CaseOpener>().AddSingleton<CaseDesk>().AddSingleton<StepQueues>();
            services.AddSingleton<Agenda>().AddSingleton<Sweep>().AddSingleton<WorkList>().AddSingleton<IOverdueCases>(s => s.GetRequiredService<WorkList>()).AddSingleton<FigureBook>();
            // Whatever follows the dossiers: a new list or count of them is a line here.
            services.AddSingleton<IDossierFollower>(s => s.GetRequiredService<WorkList>()).AddSingleton<IDossierFollower>(s => s.GetRequiredService<FigureBook>());
            services.AddSingleton<DocumentIntake>();
            services.AddSingleton<OrderLinks>().AddSingleton<OrderIntake>().AddSingleton<NumberBook>().AddSingleton<PushIntake>().AddSingleton<FeedClock>();
            services.AddSingleton<Dock>().AddSingleton<ParcelDesk>().AddSingleton<DockDesk>();
            services.AddSingleton<Ledger>().AddSingleton<Statements>().AddSingleton<EntryReversals>().AddSingleton<Corrections>().AddSingleton<Reconciler>().AddSingleton<IProvenBooks>(s => s.GetRequiredService<Reconciler>());
            services.AddSingleton<LetterStore>().AddSingleton<ILetters>(s => s.GetRequiredService<LetterStore>()).AddSingleton<Enclosures>();
            services.AddSingleton<IMailer, SmtpMailer>().AddSingleton<StepPost>().AddSingleton<SilentFeeds>().AddSingleton<OverdueReminder>().AddSingleton<SellerMailboxes>();
            services.AddSingleton<IReadOnlyList<Pusher>>([.. PushSources.All.Select(source => new Pusher(source.Code, source.Name))]);
            services.AddSingleton<DeadLetterOffice>().AddSingleton<DeadLetterStore>().AddSingleton<IFailureNotes>(s => s.GetRequiredService<DeadLetterStore>()).AddSingleton<IFailedMessages, FailedMessages>();
            services.AddTokens(configuration).AddScheme<AuthenticationSchemeOptions, WebhookSignature>(WebhookSignature.SchemeName, null);
            services.AddSingleton<DevelopmentDoor>().AddSingleton<DevelopmentTokens>();
            services.AddSingleton<KnownSites>().AddSingleton<Invitations>();
            services.AddRateLimits();
            services.AddSingleton<PageFrame>().AddSingleton<CasePages>().AddSingleton<CaseListPage>().AddSingleton<AccountPage>();
            services.AddSingleton<OrderFinder>().AddSingleton<CheckPage>().AddSingleton<RequestForms>().AddSingleton<AppealForm>().AddSingleton<DeskPage>().AddSingleton<FailedPage>().AddSingleton<CorrectionsPage>().AddSingleton<FeedsPage>().AddSingleton<BooksPage>().AddSingleton<WarehousePage>().AddSingleton<DevPage>().AddSingleton<DashboardPage>();
            // Asked before the one that writes JSON.
            services.AddSingleton<IProblemDetailsWriter, ProblemPage>();
            services.AddProblemDetails();
            services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
            services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(Json.Options));
        }
    }
}
