import type { SkillCategory } from './skillCategory.ts';

export const microsoftOffice: SkillCategory = {
  prefixes: ['Microsoft', 'MS', 'Microsoft Office', 'MS Office', 'Office'],
  allowsVersion: true,
  skills: {
    'Microsoft Office': ['Office', 'Office Suite', 'Office Package'],
    'Microsoft 365': ['Office 365', 'O365', 'M365'],
    Excel: ['Advanced Excel', 'Excel Spreadsheets', 'Excel Spreadsheet'],
    Word: [],
    PowerPoint: ['PPT', 'PowerPoint Presentation', 'PowerPoint Presentations'],
    Outlook: [],
    OneNote: [],
    OneDrive: [],
    SharePoint: ['SharePoint Online'],
    Visio: [],
    'Microsoft Access': ['MS Access', 'Access Database'],
    'Microsoft Project': ['MS Project'],
    'Microsoft Publisher': ['MS Publisher'],
    'Microsoft Teams': ['Teams'],
    'Power BI': ['PowerBI Desktop'],
    'Power Query': [],
    'Power Automate': ['Microsoft Flow'],
    'Dynamics 365': ['D365'],
  },
};
