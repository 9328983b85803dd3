namespace Workflows.Samples.EmployeeOnboarding;

/// <summary>The forms of the onboarding.</summary>
internal static class OnboardingForms
{
    public const string Start = """
        {
          "type": "object",
          "required": ["employee", "department", "startDate", "equipment"],
          "additionalProperties": false,
          "properties": {
            "employee": {
              "type": "object",
              "title": "New colleague",
              "required": ["firstName", "lastName"],
              "properties": {
                "firstName": { "type": "string", "title": "First name", "minLength": 1, "maxLength": 60 },
                "lastName": { "type": "string", "title": "Last name", "minLength": 1, "maxLength": 60 },
                "privateEmail": { "type": "string", "format": "email", "title": "Private e-mail" }
              }
            },
            "department": { "type": "string", "title": "Department", "enum": ["Engineering", "Finance", "Marketing", "Sales", "Support"] },
            "startDate": { "type": "string", "format": "date", "title": "First day" },
            "equipment": {
              "type": "object",
              "title": "Equipment",
              "required": ["laptop"],
              "properties": {
                "laptop": { "type": "string", "title": "Laptop", "enum": ["13 inch", "14 inch", "16 inch"], "default": "14 inch" },
                "monitors": { "type": "integer", "title": "Monitors", "minimum": 0, "maximum": 3, "default": 1 },
                "phone": { "type": "boolean", "title": "A mobile phone?" }
              }
            }
          }
        }
        """;

    public const string Equipment = """
        {
          "type": "object",
          "required": ["serialNumber"],
          "properties": {
            "serialNumber": { "type": "string", "title": "Serial number of the laptop", "minLength": 4, "maxLength": 40 },
            "diskEncrypted": { "type": "boolean", "title": "Disk encrypted?" }
          }
        }
        """;

    public const string Documents = """
        {
          "type": "object",
          "required": ["contractSigned", "personnelNumber"],
          "properties": {
            "contractSigned": { "const": true, "type": "boolean", "title": "Contract signed by both sides?", "description": "Nobody starts without." },
            "personnelNumber": { "type": "integer", "title": "Personnel number", "minimum": 1000, "maximum": 99999 }
          }
        }
        """;

    public const string Desk = """
        {
          "type": "object",
          "required": ["desk"],
          "properties": {
            "desk": {
              "type": "object",
              "title": "Desk",
              "required": ["floor", "number"],
              "properties": {
                "floor": { "type": "integer", "title": "Floor", "minimum": 0, "maximum": 12 },
                "number": { "type": "string", "title": "Number", "pattern": "^[A-Z][0-9]{2}$", "description": "A letter and two digits, for example B07." }
              }
            },
            "badge": { "type": "string", "title": "Badge" }
          }
        }
        """;
}
