using FluentValidation;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Orders;

/// <summary>What a feed must have; each refusal names the field and what to write there.</summary>
public sealed class OrderFeedValidator : AbstractValidator<OrderFeed>
{
    /// <summary>The rules.</summary>
    public OrderFeedValidator()
    {
        RuleFor(o => o.SellerId).Key();
        RuleFor(o => o.Marketplace).OneOf([.. PushSources.Marketplaces.Select(m => m.Code)]);
        RuleFor(o => o.MarketplaceOrderId).Key();
        RuleFor(o => o.Amount).Must(a => Money.TryParse(a, out var money) && money > Money.Zero).Says("An amount above zero with two decimal places, such as \"129.90\".", "Jumlah lebih daripada sifar dengan dua tempat perpuluhan, seperti \"129.90\".");
        RuleFor(o => o.Currency).OneOf(Money.Currency);
        RuleFor(o => o.Items).NotEmpty().Says("At least one item.", "Sekurang-kurangnya satu barang.");
        RuleFor(o => o.Items).Must(items => items is null || items.Count <= Order.MostItems).Says($"At most {Order.MostItems} items.", $"Paling banyak {Order.MostItems} barang.");
        RuleForEach(o => o.Items).NotNull().Says("An item with its SKU, name and quantity.", "Barang dengan SKU, nama dan kuantitinya.");
        RuleForEach(o => o.Items).ChildRules(item =>
        {
            item.RuleFor(i => i.Sku).NotEmpty().MaximumLength(100).OneLine();
            item.RuleFor(i => i.Name).NotEmpty().MaximumLength(500).OneLine();
            item.RuleFor(i => i.Quantity).InclusiveBetween(1, Order.MostUnits).Says($"A whole number from 1 to {Order.MostUnits}.", $"Nombor bulat dari 1 hingga {Order.MostUnits}.");
        });
        RuleFor(o => o.Recipient).NotNull().Says("The buyer's name, phone and address.", "Nama, telefon dan alamat pembeli.");
        RuleFor(o => o.Recipient!).ChildRules(buyer =>
        {
            buyer.RuleFor(r => r.Name).NotEmpty().MaximumLength(200).OneLine();
            buyer.RuleFor(r => r.Phone).NotEmpty().MaximumLength(40).OneLine();
            buyer.RuleFor(r => r.Address).NotNull().SetValidator(new AddressValidator());
        }).When(o => o.Recipient is not null);
        RuleFor(o => o.Status).OneOf([.. Enum.GetValues<OrderStatus>().Select(s => s.ApiName())]);
        RuleFor(o => o.Courier).OneOf([.. CourierList.All.Select(c => c.Code)]).When(o => o.Courier is not null || IsOnItsWay(o));
        RuleFor(o => o.TrackingNumber).Key().When(o => o.TrackingNumber is not null || IsOnItsWay(o));
        RuleFor(o => o.ShippedAt).NotNull().Says("When it shipped, with offset, such as \"2026-10-26T10:12:00+08:00\".", "Masa penghantaran dengan ofset, seperti \"2026-10-26T10:12:00+08:00\".").When(IsOnItsWay);
        RuleFor(o => o.ShippedAt).Must(at => MalaysiaTime.IsDate(at!.Value)).Says(FieldError.NoDate).When(o => o.ShippedAt is not null);
    }

    private static bool IsOnItsWay(OrderFeed feed) => feed.Status is "shipped" or "delivered";
}
