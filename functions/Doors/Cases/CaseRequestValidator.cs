using FluentValidation;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Appeals;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Cases;

/// <summary>What a request must have, with an answer per field.</summary>
public sealed class CaseRequestValidator : AbstractValidator<CaseRequest>
{
    /// <summary>The rules.</summary>
    public CaseRequestValidator()
    {
        var appeal = CaseType.ComplianceAppeal.ApiName();
        RuleFor(r => r.Type).OneOf([.. Enum.GetValues<CaseType>().Select(t => t.ApiName())]);
        RuleFor(r => r.OrderId).Key().When(r => r.Type != appeal);
        RuleFor(r => r.Reason).MaximumLength(2000);
        RuleFor(r => r.NewAddress).NotNull().Says("The new address.", "Alamat baharu.").When(r => r.Type == CaseType.AddressChange.ApiName());
        RuleFor(r => r.NewAddress!).SetValidator(new AddressValidator()).When(r => r.NewAddress is not null);
        RuleFor(r => r.Appeal).NotNull().Says("The facts of the appeal.", "Fakta rayuan.").When(r => r.Type == appeal);
        RuleFor(r => r.Appeal!).SetValidator(new AppealFactsValidator()).When(r => r.Type == appeal && r.Appeal is not null);
    }
}
