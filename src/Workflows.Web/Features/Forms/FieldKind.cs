namespace Workflows.Web.Features.Forms;

/// <summary>What a part of a form is to the person who fills it in.</summary>
public enum FieldKind
{
    Text,
    LongText,
    Email,
    Uri,
    Date,
    Time,
    DateTime,
    Number,
    Integer,
    YesNo,
    Choice,
    ManyChoices,
    Group,
    List,

    /// <summary>Nothing we have a control for; the data is kept as it is.</summary>
    Unsupported,
}
