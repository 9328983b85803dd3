// Mermaid, set up once for every diagram: nothing runs by itself, and nothing in a diagram's text is trusted.
import mermaid from "mermaid";

mermaid.initialize({
  startOnLoad: false,
  securityLevel: "strict",
  suppressErrorRendering: true,
  layout: "dagre",
  look: "classic",
  handDrawnSeed: 1, // the same text gives the same drawing
  // Colours come from MermaidDiagram.razor.css, so that they follow the page's theme without a new layout.
  theme: "base",
  themeVariables: { fontFamily: "inherit", fontSize: "14px" },
  htmlLabels: false,
  maxEdges: 5_000,
  maxTextSize: 1_000_000,
  flowchart: { useMaxWidth: false, curve: "basis", nodeSpacing: 40, rankSpacing: 48, padding: 12, diagramPadding: 4, subGraphTitleMargin: { top: 4, bottom: 8 } },
});

export { mermaid };
