namespace Kumoten.Functions.Ground;

/// <summary>What people call the contract's fields. A new field gets a line here; a test says so when it has none.</summary>
public static class FieldLabels
{
    private static readonly Dictionary<string, Text> Labels = new(StringComparer.Ordinal)
    {
        ["type"] = new("Kind of request", "Jenis permohonan"),
        ["by"] = new("How far the clock goes", "Sejauh mana jam digerakkan"),
        ["orderId"] = new("Order number", "Nombor pesanan"),
        ["reason"] = new("Reason", "Sebab"),
        ["sellerId"] = new("Seller", "Penjual"),
        ["newAddress"] = new("New address", "Alamat baharu"),
        ["address"] = new("Address", "Alamat"),
        ["recipient"] = new("Buyer", "Pembeli"),
        ["line1"] = new("Address, line 1", "Alamat, baris 1"),
        ["line2"] = new("Address, line 2", "Alamat, baris 2"),
        ["postcode"] = new("Postcode", "Poskod"),
        ["city"] = new("City", "Bandar"),
        ["address.state"] = new("State", "Negeri"),
        ["state"] = new("Status", "Status"),
        ["region"] = new("Region", "Kawasan"),
        ["actor"] = new("Who acts", "Tindakan oleh"),
        ["overdue"] = new("Overdue", "Lewat"),
        ["appeal"] = new("Appeal", "Rayuan"),
        ["lazadaShop"] = new("Shop on Lazada", "Kedai di Lazada"),
        ["productName"] = new("Product", "Produk"),
        ["sku"] = new("Seller SKU", "SKU penjual"),
        ["lazadaSku"] = new("Lazada SKU", "SKU Lazada"),
        ["violation"] = new("Violation", "Pelanggaran"),
        ["noticeDate"] = new("Date of the notice", "Tarikh notis"),
        ["penaltyPoints"] = new("Penalty points", "Mata penalti"),
        ["explanation"] = new("What happened", "Apa yang berlaku"),
        ["correctiveActions"] = new("Corrective actions", "Tindakan pembetulan"),
        ["preventiveActions"] = new("Prevention", "Pencegahan"),
        ["deadline"] = new("Appeal due by", "Tarikh akhir rayuan"),
        ["language"] = new("Language", "Bahasa"),
        ["lang"] = new("Language", "Bahasa"),
        ["file"] = new("File", "Fail"),
        ["kind"] = new("Kind", "Jenis"),
        ["ticket"] = new("Ticket number", "Nombor tiket"),
        ["channel"] = new("How you talked", "Cara berhubung"),
        ["note"] = new("Note", "Catatan"),
        ["internal"] = new("Staff only", "Kakitangan sahaja"),
        ["leg"] = new("Part of the journey", "Bahagian perjalanan"),
        ["courier"] = new("Courier", "Kurier"),
        ["trackingNumber"] = new("Tracking number", "Nombor penjejakan"),
        ["condition"] = new("Condition of the item", "Keadaan barang"),
        ["returnShipping"] = new("Return shipping", "Kos pemulangan"),
        ["amount"] = new("Amount", "Jumlah"),
        ["decision"] = new("Decision", "Keputusan"),
        ["outcome"] = new("Lazada's decision", "Keputusan Lazada"),
        ["phone"] = new("Phone", "Telefon"),
        ["q"] = new("Search", "Carian"),
        ["caseId"] = new("Case", "Kes"),
        ["entryId"] = new("Entry", "Catatan akaun"),
        ["reference"] = new("Reference", "Rujukan"),
        ["email"] = new("Mail address", "Alamat e-mel"),
        ["role"] = new("Role", "Peranan"),
        ["now"] = new("Time", "Masa"),
        ["from"] = new("From", "Dari"),
        ["to"] = new("To", "Hingga"),
        ["until"] = new("Before", "Sebelum"),
        ["queue"] = new("Queue", "Baris gilir"),
        ["month"] = new("Month", "Bulan"),
        ["cursor"] = new("Page", "Halaman"),
        ["format"] = new("Format", "Format"),
        ["text"] = new("Text of Lazada's mail", "Teks e-mel Lazada"),
        ["open"] = new("Open ones only", "Yang belum selesai sahaja"),
        ["marketplace"] = new("Sold on", "Dijual di"),
        ["marketplaceOrderId"] = new("Order number there", "Nombor pesanan di sana"),
        ["currency"] = new("Currency", "Mata wang"),
        ["items"] = new("Items", "Barang"),
        ["name"] = new("Name", "Nama"),
        ["quantity"] = new("Quantity", "Kuantiti"),
        ["status"] = new("Status", "Status"),
        ["shippedAt"] = new("Shipped on", "Tarikh penghantaran"),
        ["at"] = new("When", "Masa"),
        ["message"] = new("Message", "Mesej"),
        ["place"] = new("Place", "Tempat"),
    };

    /// <summary>The label of a field.</summary>
    /// <param name="path">Its path in the contract, such as "newAddress.postcode" or "appeal.correctiveActions[0]".</param>
    /// <returns>The label; the path itself for a field that is none of the contract's.</returns>
    public static Text Of(string path) => Labels.GetValueOrDefault(KeyOf(path)) ?? new(path, path);

    /// <summary>Whether a field has a label of its own.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Whether it has.</returns>
    public static bool Knows(string path) => Labels.ContainsKey(KeyOf(path));

    private static string KeyOf(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..].Split('[')[0];
        // An address's state is a part of Malaysia; a case's is where it stands.
        return last == "state" && path.Contains("ddress.", StringComparison.Ordinal) ? "address.state" : last;
    }
}
