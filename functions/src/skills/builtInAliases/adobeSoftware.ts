import type { SkillCategory } from './skillCategory.ts';

export const adobeSoftware: SkillCategory = {
  prefixes: ['Adobe'],
  suffixes: ['CC', 'CS', 'Creative Cloud', 'software'],
  allowsVersion: true,
  skills: {
    Photoshop: ['Adobe PS'],
    Illustrator: ['Adobe AI'],
    InDesign: [],
    'Premiere Pro': ['Premiere'],
    'After Effects': [],
    Lightroom: ['Photoshop Lightroom', 'Lightroom Classic'],
    Acrobat: ['Acrobat Pro', 'Acrobat DC'],
    Dreamweaver: [],
    'Adobe XD': [],
    'Adobe Creative Cloud': ['Creative Cloud', 'Adobe CC'],
    'Adobe Creative Suite': ['Creative Suite', 'Adobe Suite', 'Adobe CS'],
  },
};
