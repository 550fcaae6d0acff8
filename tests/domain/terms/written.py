"""One whole term of every kind, as a contract writes it, and the sentence that says it."""

MEASURE = {
    "id": "weight", "kind": "measure", "property": "fabric weight", "unit": "g/m²", "min": "161.5", "max": "178.5",
    "method": "ISO 3801:1977, method 5",
}  # fmt: skip
SAMPLING = {
    "id": "aql", "kind": "sampling", "standard": "ISO 2859-1:1999", "level": "II", "state": "normal",
    "aql": {"critical": "none_allowed", "major": "2.5", "minor": "4.0"}, "defects": "Annex B, version 3",
}  # fmt: skip
SAMPLE = {
    "id": "sample", "kind": "approved_sample", "number": "S-17", "sealed_on": "2027-01-20", "holder": "the buyer", "seal": "0042",
    "for_what": "colour and handle",
}  # fmt: skip
DOCUMENT = {
    "id": "report", "kind": "test_document", "document": "a test report", "standard": "EN 71-3:2019+A2:2024",
    "issuer": "a laboratory accredited to ISO/IEC 17025:2017", "result": "pass",
}  # fmt: skip
MARKING = {
    "id": "logo", "kind": "marking", "place": "the lid of each carton", "file": "logo.pdf", "version": "4", "sha256": "0f" * 32,
}  # fmt: skip
PACKAGING = {
    "id": "cartons", "kind": "packaging", "count": "24", "unit": "pcs", "carton": "five-ply carton, 60 x 40 x 40 cm",
    "gross_kg": "18", "per_pallet": "20",
}  # fmt: skip
PASS_FAIL = {"id": "drawing", "kind": "pass_fail", "text": "drawing D-100, revision C"}
VAGUE = {"id": "nice", "kind": "vague", "text": "high quality"}
QUANTITY = {
    "id": "count",
    "kind": "quantity",
    "ordered": "5000",
    "unit": "pcs",
    "tol_minus_pct": "2",
    "tol_plus_pct": "3",
}
SHIPMENT = {
    "id": "shipment", "kind": "shipment", "ship_date": "2027-06-10", "ship_zone": "Asia/Shanghai", "transport": "sea",
    "incoterm": "FOB Ningbo, China, Incoterms 2020",
}  # fmt: skip
PAYMENT = {
    "id": "payment", "kind": "payment",
    "plan": [
        {"bp": "3000", "anchor": "signing", "days": "7", "release": "on_capture"},
        {"bp": "3667", "anchor": "ready", "days": "0", "release": "on_shipment"},
        {"bp": "3333", "anchor": "received", "days": "14", "release": "on_acceptance"},
    ],
}  # fmt: skip
REMEDY = {"id": "remedy", "kind": "remedy", "pct_per_day": "0.5", "cap_pct": "10"}
FORCE_MAJEURE = {"id": "force_majeure", "kind": "force_majeure", "notice_days": "7"}

SAID = (
    (MEASURE, "The fabric weight is at least 161.5 g/m² and at most 178.5 g/m², each reading, measured by ISO 3801:1977, "
              "method 5."),
    (SAMPLING, "An accredited inspector draws single samples by ISO 2859-1:1999, normal inspection, level II, from the lot "
               "presented, AQL critical none allowed, major 2.5, minor 4.0; defects are classed by Annex B, version 3."),
    (SAMPLE, "The goods agree with approved sample No. S-17, sealed on 2027-01-20 under seal 0042 and held by the buyer, "
             "in colour and handle."),
    (DOCUMENT, "The supplier hands over a test report by EN 71-3:2019+A2:2024, issued by a laboratory accredited to "
               "ISO/IEC 17025:2017 for goods of this order, stating pass."),
    (MARKING, f"The supplier marks the lid of each carton by artwork file logo.pdf, version 4, SHA-256 {'0f' * 32}."),
    (PACKAGING, "The supplier puts 24 pcs into each five-ply carton, 60 x 40 x 40 cm, at most 18 kg gross, "
                "and 20 cartons on a pallet."),
    (PASS_FAIL, "An accredited inspector records pass or fail of this: drawing D-100, revision C."),
    (VAGUE, "Not judged by anybody: high quality."),
    (QUANTITY, "The supplier delivers 5000 pcs, at most 2 % less and at most 3 % more."),
    (SHIPMENT, "The supplier ships by 2027-06-10, Asia/Shanghai time, FOB Ningbo, China, Incoterms 2020, by sea; the on-board "
               "date of the bill of lading proves the shipment."),
    (PAYMENT, "The buyer pays 30 % within 7 days after the last signature, released on payment; 36.67 % within 0 days after the "
              "supplier's notice of readiness, released on shipment; 33.33 % within 14 days after the report of receipt, "
              "released on acceptance."),
    (REMEDY, "For each day late the supplier pays 0.5 % of the value of the late goods, at most 10 % of it."),
    (FORCE_MAJEURE, "Each certified day of force majeure moves the ship date by one day, provided the supplier gives notice within "
                    "7 days after the first day of the event."),
)  # fmt: skip
