import type { SkillCategory } from './skillCategory.ts';

export const universitySubjects: SkillCategory = {
  ignoresPlural: true,
  skills: {
    Mathematics: ['Math', 'Mathematic'],
    'Applied Mathematics': ['Applied Math'],
    'Discrete Mathematics': ['Discrete Math'],
    'Computer Science': ['CompSci', 'Computing Science'],
    Statistics: ['Stats'],
    Economics: ['Econ'],
    Psychology: ['Psych'],
    Biology: [],
    Chemistry: ['Chem'],
    'Organic Chemistry': ['Orgo', 'Organic Chem', 'O-Chem'],
    Calculus: ['Calc'],
    'Political Science': ['Poli Sci'],
    'Polymerase Chain Reaction': ['PCR'],
    'High-Performance Liquid Chromatography': ['HPLC'],
    'Western Blot': ['Western Blotting'],
    'Cardiopulmonary Resuscitation': ['CPR'],
    'Nuclear Magnetic Resonance': ['NMR'],
    'Mechanical Engineering': ['Mech Eng', 'Mechanical Eng', 'Mech Engineering'],
    'Electrical Engineering': ['Electrical Eng'],
    'Software Engineering': ['Software Eng'],
    'Physical Education': ['Phys Ed'],
  },
};
